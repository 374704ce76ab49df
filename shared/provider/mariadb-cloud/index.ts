import { defineProvider } from '../define-provider.ts';
import { createNew, createScheduleCalls, remove, suspend } from './change-schedule.ts';
import { connect, TITLE } from './connection.ts';
import { readOrganisation } from './read-organisation.ts';
import { createRequestPort } from './request-backup.ts';
import { parseServiceId } from './service-id.ts';

export const mariadbCloud = defineProvider({
  title: TITLE,
  baseUrl: 'https://api.skysql.com',
  onlyType: null,
  parseService: parseServiceId,
  shows: { dueTimes: true, sizes: true, wait: true },
  connect,
  readBackups: (api) => api.readBackups,
  schedules: createScheduleCalls,
  createSchedule: createNew,
  suspendSchedule: suspend,
  deleteSchedule: remove,
  requests: createRequestPort,
  organisation: (api) => ({ read: () => readOrganisation(api) }),
});
