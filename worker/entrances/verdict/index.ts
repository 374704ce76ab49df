import type { Entrance } from '../entrance.ts';
import { registerVerdict } from './route.ts';

export const verdict: Entrance = {
  name: 'verdict',
  isOpen: ({ oidc }) => oidc !== undefined,
  register: registerVerdict,
};
