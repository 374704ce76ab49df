import type { ProviderDefinition } from '../define-provider.ts';
import type { SkyviaApi } from './api.ts';
import { disableSchedule } from './client.ts';
import { skyvia } from './index.ts';
import { readWorkspace } from './read-workspace.ts';

export const completeSkyvia = {
  ...skyvia,
  unit: 'workspace',
  suspendSchedule: (api) => (service) => api.call((http) => disableSchedule(http, service)),
  organisation: (api) => ({ read: (all) => readWorkspace(api, all) }),
} satisfies ProviderDefinition<SkyviaApi>;
