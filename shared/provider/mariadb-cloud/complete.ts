import { defineProvider } from '../define-provider.ts';
import { remove, suspend } from './change-schedule.ts';
import { mariadbCloud } from './index.ts';

export const completeMariadbCloud = defineProvider({
  ...mariadbCloud,
  suspendSchedule: suspend,
  deleteSchedule: remove,
  organisation: (api) => ({
    read: async () => (await import('../organisations.ts')).readMariadbCloud(api),
  }),
});
