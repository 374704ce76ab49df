import { spellForServer } from '../../domain/cron.ts';
import type { ScheduleCalls } from '../schedule-port.ts';
import { createSchedule, deleteSchedule, updateSchedule } from './client.ts';
import type { MariadbCloud } from './connection.ts';

/*
 * Each sends one request. Its answer may only echo the word `cron`, or omit fields, so it is not
 * read: the list shows what was done.
 */

export function createScheduleCalls(api: MariadbCloud): Pick<ScheduleCalls, 'read' | 'change'> {
  return {
    read: api.readSchedules,
    change: async (_service, { schedule, cron, suspended }) => {
      const update = {
        ...(cron ? { schedule: spellForServer(cron) } : {}),
        ...(suspended === undefined ? {} : { suspended }),
      };
      await api.call((http) => updateSchedule(http, schedule.id, update));
    },
  };
}

export function createNew(api: MariadbCloud): NonNullable<ScheduleCalls['create']> {
  return async (service, { type, cron }) => {
    const request = { service_id: service, backup_type: type, schedule: spellForServer(cron) };
    await api.call((http) => createSchedule(http, request));
  };
}

export function suspend(api: MariadbCloud): NonNullable<ScheduleCalls['suspend']> {
  return async (_service, { id }) => {
    await api.call((http) => updateSchedule(http, id, { suspended: true }));
  };
}

export function remove(api: MariadbCloud): NonNullable<ScheduleCalls['delete']> {
  return (_service, { id }) => api.call((http) => deleteSchedule(http, id));
}
