import type { Cron } from './cron.ts';
import type { Instant } from './instant.ts';

/** The rule that makes backups recur. A one-time request is not one. Times are UTC. */
export interface Schedule {
  readonly id: string;
  /** Lower case; an open set. */
  readonly type: string | null;
  /** `unrecognised`: a word that is neither cron nor `once`, so nothing is claimed of it. */
  readonly kind: 'recurring' | 'one-time' | 'unrecognised';
  /** `null` where the provider does not reveal it, or shows a text that is not understood. */
  readonly cron: Cron | null;
  /** The text that is shown in place of a cron and is not understood. Untrusted. */
  readonly cronText?: string;
  readonly suspended: boolean;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  /** This very step changed it, so `updatedAt` is the time of a real change. */
  readonly changedNow?: true;
  /** What the provider says is wrong with it. Untrusted text; `null` if it says nothing. */
  readonly trouble: string | null;
}

export function isRecurring(schedule: Schedule): boolean {
  return schedule.kind === 'recurring';
}

export function isActive(schedule: Schedule): boolean {
  return isRecurring(schedule) && !schedule.suspended;
}

/** The text in place of the times; `null` where they are known, or not revealed at all. */
export function textNotUnderstood({ cron, cronText }: Schedule): string | null {
  return cron === null ? (cronText ?? null) : null;
}
