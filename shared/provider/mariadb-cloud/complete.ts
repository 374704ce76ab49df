import { defineProvider } from '../define-provider.ts';
import { remove, suspend } from './change-schedule.ts';
import { mariadbCloud } from './index.ts';
import { readOrganisation } from './read-organisation.ts';

export const completeMariadbCloud = defineProvider({
  ...mariadbCloud,
  suspendSchedule: suspend,
  deleteSchedule: remove,
  organisation: (api) => ({ read: () => readOrganisation(api) }),
});
