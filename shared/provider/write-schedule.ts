import { type Schedule, textNotUnderstood } from '../domain/schedule.ts';
import { readBack, type ReadBack, type ScheduleWrite } from '../domain/schedule-write.ts';
import { ProviderError } from './errors.ts';
import type { ScheduleOrder } from './provider.ts';
import { itemsOrReject } from './read-list.ts';
import { refuseRoundedIds } from './rounded-id.ts';
import type { ScheduleCalls, Writer } from './schedule-port.ts';
import { type Seen, writeOnce } from './write-once.ts';

/** Rejects with `ProviderError` if the write failed or could not be read back. */
export async function writeSchedule(
  order: ScheduleOrder,
  calls: ScheduleCalls,
  { title, clock }: Writer,
): Promise<Schedule | null> {
  const { service, write, listed, deadline } = order;
  // A new schedule can be recognised only by the ids that were there before.
  const named = write.kind === 'create' ? listed : [write.schedule];
  refuseRoundedIds(
    named.map(({ id }) => id),
    title,
  );
  const send = callFor(calls, service, write) ?? (() => Promise.reject(cannot(title)));
  return writeOnce({ title, send, look: () => look(order, calls), clock, deadline });
}

async function look(
  { service, write, listed }: ScheduleOrder,
  calls: ScheduleCalls,
): Promise<Seen<Schedule | null>> {
  const after = itemsOrReject(await calls.read(service), 'schedules');
  const found = readBack(write, listed, after);
  return found.state === 'done'
    ? { state: 'done', written: found.schedule }
    : { state: 'differs', words: describeShown(write, found) };
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
  const message = `${title}'s API cannot make this change to a schedule`;
  return new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}

function describeShown(
  write: ScheduleWrite,
  { shown }: Extract<ReadBack, { state: 'differs' }>,
): string {
  if (shown === null) {
    return write.kind === 'create' ? 'lists no new schedule' : 'no longer lists the schedule';
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
