import { defineProvider } from '../define-provider.ts';
import { disableSchedule } from './client.ts';
import { skyvia } from './index.ts';
import { readWorkspace } from './read-workspace.ts';

export const completeSkyvia = defineProvider({
  ...skyvia,
  unit: 'workspace',
  loadWrite: async () => (await import('../write-schedule.ts')).writeSchedule,
  suspendSchedule: (api) => (service) => api.call((http) => disableSchedule(http, service)),
  organisation: (api) => ({ read: (all) => readWorkspace(api, all) }),
});
