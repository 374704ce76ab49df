import type { ProviderDefinition } from '../define-provider.ts';
import { remove, suspend } from './change-schedule.ts';
import type { MariadbCloud } from './connection.ts';
import { mariadbCloud } from './index.ts';
import { readOrganisation } from './read-organisation.ts';

export const completeMariadbCloud = {
  ...mariadbCloud,
  suspendSchedule: suspend,
  deleteSchedule: remove,
  organisation: (api) => ({ read: () => readOrganisation(api) }),
} satisfies ProviderDefinition<MariadbCloud>;
