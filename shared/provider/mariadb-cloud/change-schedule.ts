import { type Cron, isSameCron, spellForServer } from '../../domain/cron.ts';
import { type Schedule, textNotUnderstood } from '../../domain/schedule.ts';
import type { ScheduleChange } from '../../domain/schedule-plan.ts';
import { createOnce } from '../create-once.ts';
import { ProviderError } from '../errors.ts';
import type { ScheduleOrder, SchedulePort } from '../provider.ts';
import { itemsOrReject } from '../read-list.ts';
import { refuseRoundedIds } from '../rounded-id.ts';
import { createSchedule, getSchedule, updateSchedule } from './client.ts';
import { type MariadbCloud, TITLE } from './connection.ts';
import { mapSchedule } from './map.ts';
import { readSchedule } from './read-schedule.ts';

export async function createScheduleOnce(
  api: MariadbCloud,
  order: ScheduleOrder,
): Promise<Schedule> {
  refuseRoundedIds(
    order.listed.map(({ id }) => id),
    TITLE,
  );
  return createOnce({
    send: () => sendNew(api, order),
    find: () => findNew(api, order),
    clock: api.clock,
  });
}

export function createSchedulePort(api: MariadbCloud): Omit<SchedulePort, 'create'> {
  return {
    read: api.readSchedules,
    change: async (_service, change) => {
      refuseRoundedIds([change.schedule.id], TITLE);
      return createOnce({
        send: () => sendChange(api, change),
        find: () => findChanged(api, change),
        clock: api.clock,
      });
    },
  };
}

async function sendNew(api: MariadbCloud, order: ScheduleOrder): Promise<Schedule> {
  const { service, type, cron } = order;
  const request = { service_id: service, backup_type: type, schedule: spellForServer(cron) };
  const created = readSchedule(await api.call((http) => createSchedule(http, request)));
  return asOrdered(created, order);
}

/** A schedule that was not listed before, and matches the order as far as the API shows it. */
async function findNew(api: MariadbCloud, order: ScheduleOrder): Promise<Schedule | null> {
  const known = new Set(order.listed.map(({ id }) => id));
  const schedules = itemsOrReject(await api.readSchedules(order.service), 'schedules');
  const created = schedules.find(
    (schedule) =>
      !known.has(schedule.id) &&
      schedule.kind === 'recurring' &&
      schedule.type === order.type &&
      !showsOther(schedule, order.cron),
  );
  return created ? asOrdered(created, order) : null;
}

async function sendChange(api: MariadbCloud, change: ScheduleChange): Promise<Schedule> {
  const update = {
    ...(change.cron ? { schedule: spellForServer(change.cron) } : {}),
    ...(change.suspended === undefined ? {} : { suspended: change.suspended }),
  };
  const answer = await api.call((http) => updateSchedule(http, change.schedule.id, update));
  const said = mapSchedule(answer);
  const isClear = answer.suspended !== 'unreadable' && !(said && contradicts(said, change));
  if (isClear) return asChanged(change);
  return (await findChanged(api, change)) ?? refuseChange();
}

/** The answer may omit fields; those it has must match the request. */
function contradicts(said: Schedule, { cron, suspended }: ScheduleChange): boolean {
  return (cron !== undefined && showsOther(said, cron)) || (suspended === false && said.suspended);
}

/** Whether other times are shown than these; what is hidden shows none. */
function showsOther(schedule: Schedule, cron: Cron): boolean {
  if (schedule.cron !== null) return !isSameCron(schedule.cron, cron);
  return textNotUnderstood(schedule) !== null;
}

function refuseChange(): never {
  const message = `${TITLE} took the change, but still shows the schedule as it was`;
  throw new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}

/** The schedule, if it already is as requested. */
async function findChanged(api: MariadbCloud, change: ScheduleChange): Promise<Schedule | null> {
  const wire = await api.call((http) => getSchedule(http, change.schedule.id));
  const { cron, suspended } = readSchedule(wire);
  const cronStands = !change.cron || (cron !== null && isSameCron(cron, change.cron));
  const runs = change.suspended === undefined || !suspended;
  return cronStands && runs ? asChanged(change) : null;
}

/** The answer may only echo the word `cron`, or omit fields; use what was accepted. */
function asOrdered(schedule: Schedule, { type, cron }: ScheduleOrder): Schedule {
  return { ...schedule, kind: 'recurring', type, cron };
}

function asChanged({ schedule, cron, suspended }: ScheduleChange): Schedule {
  return {
    ...schedule,
    cron: cron ?? schedule.cron,
    suspended: suspended ?? schedule.suspended,
  };
}
