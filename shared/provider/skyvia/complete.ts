import { defineProvider } from '../define-provider.ts';
import { disableSchedule } from './client.ts';
import { skyvia } from './index.ts';

export const completeSkyvia = defineProvider({
  ...skyvia,
  unit: 'workspace',
  suspendSchedule: (api) => (service) => api.call((http) => disableSchedule(http, service)),
  organisation: (api) => ({
    read: async (all) => (await import('../organisations.ts')).readSkyvia(api, all),
  }),
});
