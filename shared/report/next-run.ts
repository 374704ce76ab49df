import { nextDueAfter } from '../domain/cron.ts';
import type { Instant } from '../domain/instant.ts';
import { isActive, type Schedule } from '../domain/schedule.ts';

export interface NextRun {
  readonly schedule: Schedule;
  readonly at: Instant;
}

/** The next due time of all active schedules after `now`, as far as their crons are known. */
export function findNextRun(schedules: readonly Schedule[], now: Instant): NextRun | null {
  const runs = schedules.filter(isActive).flatMap((schedule) => {
    const at = schedule.cron ? nextDueAfter(schedule.cron, now) : null;
    return at === null ? [] : [{ schedule, at }];
  });
  return runs.toSorted((a, b) => a.at - b.at)[0] ?? null;
}
