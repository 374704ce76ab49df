import type { Entrance } from '../entrance.ts';
import { registerSlack } from './route.ts';

export const slack: Entrance = {
  name: 'slack',
  isOpen: ({ secrets }) => secrets.slackSigning.length > 0,
  register: registerSlack,
};
