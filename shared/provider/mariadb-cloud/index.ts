import { err, ok } from '../../domain/result.ts';
import type { ProviderEntry } from '../provider.ts';
import { createScheduleChanges } from './change-schedule.ts';
import { connect, TITLE } from './connection.ts';
import { createBackupRequests } from './request-backup.ts';

/** The vendor's samples are like `dbtgf28044362`; nothing is promised, so only safety is checked. */
const SERVICE_ID = /^[A-Za-z0-9_-]{3,64}$/;

export const mariadbCloud: ProviderEntry = {
  title: TITLE,
  baseUrl: 'https://api.skysql.com',
  capabilities: {
    dueTimes: true,
    sizes: true,
    ensureCron: true,
    enableSchedule: true,
    requestBackup: true,
    wait: true,
  },
  onlyType: null,
  parseService: (text) =>
    SERVICE_ID.test(text)
      ? ok(text)
      : err('a service id such as dbtgf28044362: 3 to 64 letters, digits, "-" or "_"'),
  create(options) {
    const api = connect(options);
    return {
      title: TITLE,
      readBackups: api.readBackups,
      readSchedules: api.readSchedules,
      ...createScheduleChanges(api),
      ...createBackupRequests(api),
    };
  },
};
