import { defineProvider } from '../define-provider.ts';
import { bycloud } from './index.ts';
import { readOrganisation } from './read-organisation.ts';

export const completeBycloud = defineProvider({
  ...bycloud,
  organisation: (http) => ({ read: () => readOrganisation(http) }),
});
