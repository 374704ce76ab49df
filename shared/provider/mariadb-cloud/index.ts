import type { ProviderEntry } from '../provider.ts';
import { createScheduleChanges } from './change-schedule.ts';
import { connect, TITLE } from './connection.ts';
import { readOrganisation } from './read-organisation.ts';
import { createBackupRequests } from './request-backup.ts';
import { parseServiceId } from './service-id.ts';

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
    wholeOrganisation: true,
  },
  onlyType: null,
  parseService: parseServiceId,
  create(options) {
    const api = connect(options);
    return {
      title: TITLE,
      readBackups: api.readBackups,
      readSchedules: api.readSchedules,
      readOrganisation: () => readOrganisation(api),
      ...createScheduleChanges(api),
      ...createBackupRequests(api),
    };
  },
};
