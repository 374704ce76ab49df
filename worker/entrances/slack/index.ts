import type { Entrance } from '../entrance.ts';
import { registerSlack } from './route.ts';

export const slack: Entrance = {
  name: 'slack',
  secretsOf: (secrets) => secrets.slackSigning,
  register: registerSlack,
};
