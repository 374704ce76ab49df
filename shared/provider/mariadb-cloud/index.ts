import type { ProviderDefinition } from '../define-provider.ts';
import { createNew, createScheduleCalls } from './change-schedule.ts';
import { connect, type MariadbCloud, TITLE } from './connection.ts';
import { createRequestPort } from './request-backup.ts';
import { parseServiceId } from './service-id.ts';

/** What every shell asks of it; `complete.ts` adds the rest. */
export const mariadbCloud = {
  title: TITLE,
  baseUrl: 'https://api.skysql.com',
  onlyType: null,
  parseService: parseServiceId,
  shows: { dueTimes: true, sizes: true, wait: true },
  connect,
  readBackups: (api) => api.readBackups,
  schedules: createScheduleCalls,
  createSchedule: createNew,
  requests: createRequestPort,
} satisfies ProviderDefinition<MariadbCloud>;
