import type { Entrance } from '../entrance.ts';
import { registerGithub } from './route.ts';

export const github: Entrance = {
  name: 'github',
  secretsOf: (secrets) => secrets.github,
  register: registerGithub,
};
