import { BACKUP_TYPES } from './backup.ts';
import { type Cron, isSameCron } from './cron.ts';
import type { RequestedSchedule } from './policy.ts';
import type { Schedule } from './schedule.ts';

/**
 * A schedule whose type or kind is unknown may be the requested one. So may one at these times whose
 * type is no word of the API's document, or that is there twice: a server that lists what it creates
 * under another type would otherwise get one more at every run.
 */
export function mayBeMeant(
  schedule: Schedule,
  { type: wanted, cron }: Extract<RequestedSchedule, { kind: 'cron' }>,
  listed: readonly Schedule[],
): boolean {
  const { kind, type } = schedule;
  if (kind === 'one-time') return false;
  if (type === null || (kind === 'unrecognised' && type === wanted)) return true;
  if (!isKnownType(type)) return schedule.cron === null || isAt(schedule, cron);
  const twins = listed.filter((each) => each.type === type && isAt(each, cron));
  return twins.length > 1 && twins.includes(schedule);
}

export function isAt(schedule: Schedule, cron: Cron): boolean {
  return schedule.cron !== null && isSameCron(schedule.cron, cron);
}

export function isKnownType(type: string | null): boolean {
  return BACKUP_TYPES.some((known) => known === type);
}
