import type { Entrance } from '../entrance.ts';
import { registerGithub } from './route.ts';

export const github: Entrance = {
  name: 'github',
  isOpen: ({ secrets }) => secrets.github.length > 0,
  register: registerGithub,
};
