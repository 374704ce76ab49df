import type { Schedule } from '../../domain/schedule.ts';
import type { ScheduleChange } from '../../domain/schedule-plan.ts';
import { createOnce } from '../create-once.ts';
import { ProviderError } from '../errors.ts';
import { itemsOrReject } from '../read-list.ts';
import { type SkyviaApi, TITLE } from './api.ts';
import { enableSchedule } from './client.ts';
import { readSchedules } from './read.ts';

/** Enables a backup's schedule. The answer may be empty, so the schedule is read back. */
export function resumeSchedule(
  api: SkyviaApi,
  service: string,
  { schedule }: ScheduleChange,
): Promise<Schedule> {
  const findEnabled = async (): Promise<Schedule | null> => {
    const [current] = itemsOrReject(await readSchedules(api, service), 'schedules');
    return current && !current.suspended ? { ...schedule, suspended: false } : null;
  };
  return createOnce({
    send: async () => {
      await api.call((http) => enableSchedule(http, service));
      return (await findEnabled()) ?? stillDisabled();
    },
    find: findEnabled,
    clock: api.clock,
  });
}

function stillDisabled(): never {
  const message = `${TITLE} took the request to enable the schedule, but still shows it as disabled`;
  throw new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}
