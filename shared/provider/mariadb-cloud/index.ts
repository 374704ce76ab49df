import { defineProvider } from '../define-provider.ts';
import { createScheduleOnce, createSchedulePort } from './change-schedule.ts';
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
  schedules: createSchedulePort,
  createSchedule: (api) => (order) => createScheduleOnce(api, order),
  requests: createRequestPort,
  organisation: (api) => ({ read: () => readOrganisation(api) }),
});
