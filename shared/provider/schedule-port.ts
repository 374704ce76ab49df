import type { Clock } from '../clock.ts';
import { type Schedule, textNotUnderstood } from '../domain/schedule.ts';
import {
  readBack,
  type ReadBack,
  type ScheduleChange,
  type ScheduleCreation,
  type ScheduleWrite,
} from '../domain/schedule-write.ts';
import { ProviderError } from './errors.ts';
import type { ScheduleOrder, SchedulePort } from './provider.ts';
import { itemsOrReject } from './read-list.ts';
import { refuseRoundedIds } from './rounded-id.ts';
import { type Seen, writeOnce } from './write-once.ts';

/**
 * The calls of one API. Each sends one request and does not judge its answer. One that is left out
 * is one that the API does not have.
 */
export interface ScheduleCalls extends Pick<SchedulePort, 'read'> {
  readonly create?: (service: string, creation: ScheduleCreation) => Promise<void>;
  /** Sets another cron, resumes, or both. */
  readonly change: (service: string, change: ScheduleChange) => Promise<void>;
  readonly suspend?: (service: string, schedule: Schedule) => Promise<void>;
  readonly delete?: (service: string, schedule: Schedule) => Promise<void>;
}

/** The port over these calls: every write is read back from the list that the next run reads too. */
export function createSchedulePort(
  calls: ScheduleCalls,
  { title, clock }: { readonly title: string; readonly clock: Clock },
): SchedulePort {
  const look = async ({
    service,
    write,
    listed,
  }: ScheduleOrder): Promise<Seen<Schedule | null>> => {
    const after = itemsOrReject(await calls.read(service), 'schedules');
    const found = readBack(write, listed, after);
    return found.state === 'done'
      ? { state: 'done', written: found.schedule }
      : { state: 'differs', words: describeShown(write, found) };
  };
  return {
    read: calls.read,
    write: async (order) => {
      const { service, write, listed, deadline } = order;
      // Which one is new can be told only by the ids that were there.
      const named = write.kind === 'create' ? listed : [write.schedule];
      refuseRoundedIds(
        named.map(({ id }) => id),
        title,
      );
      const send = callFor(calls, service, write) ?? (() => Promise.reject(cannot(title)));
      return writeOnce({ title, send, look: () => look(order), clock, deadline });
    },
  };
}

function callFor(
  { create, change, suspend, delete: remove }: ScheduleCalls,
  service: string,
  write: ScheduleWrite,
): (() => Promise<void>) | undefined {
  if (write.kind === 'create') return create && (() => create(service, write));
  if (write.kind === 'delete') return remove && (() => remove(service, write.schedule));
  if (!write.suspended) return () => change(service, write);
  return suspend && (() => suspend(service, write.schedule));
}

function cannot(title: string): ProviderError {
  const message = `the API of ${title} cannot do that to a schedule`;
  return new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}

function describeShown(
  write: ScheduleWrite,
  { shown }: Extract<ReadBack, { state: 'differs' }>,
): string {
  if (shown === null) {
    return write.kind === 'create' ? 'lists no new schedule' : 'lists the schedule no more';
  }
  const { id, type, cron, suspended } = shown;
  const name = id === '' ? 'the schedule' : `schedule ${id}`;
  const when = cron === null ? describeUnknown(shown) : `"${cron.text}"`;
  const verb = write.kind === 'create' ? 'lists' : 'still lists';
  return `${verb} ${name} as ${type ?? 'type unknown'}, ${when}, ${suspended ? 'suspended' : 'active'}`;
}

function describeUnknown(schedule: Schedule): string {
  const shown = textNotUnderstood(schedule);
  return shown === null ? 'times not shown' : `"${shown}"`;
}
