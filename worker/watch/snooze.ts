import { DAY, formatMoment, type Instant } from '../../shared/domain/instant.ts';
import { MARKED } from '../../shared/report/medium.ts';
import { type HistoryEntry, type Snooze, snoozeAt, type WatchRecord } from './watch-record.ts';

/** Whoever comes after must not find a service that has been silent for weeks. */
export const MAX_SNOOZE = 7 * DAY;

/** Somebody asks for a snooze, or for the end of one. */
export interface SnoozeOrder extends Omit<Snooze, 'until'> {
  /** `null`: from now on notices are told again. */
  readonly forMs: number | null;
}

/** What the order changes; `null` if it changes nothing, as a repeat of it does. */
export function snooze(
  record: WatchRecord,
  { forMs, ...order }: SnoozeOrder,
  now: Instant,
): { readonly record: WatchRecord; readonly entry: HistoryEntry } | null {
  const before = snoozeAt(record, now);
  if (before?.id === order.id || (forMs === null && before === null)) return null;
  const after = forMs === null ? null : { ...order, until: now + Math.min(forMs, MAX_SNOOZE) };
  const { verdict } = record.state.known;
  return {
    record: { ...record, snooze: after, isReported: false },
    entry: after
      ? { version: 1, at: now, kind: 'snoozed', verdict, message: explain(after, now) }
      : { version: 1, at: now, kind: 'snooze-ended', verdict, message: explainEnd(order) },
  };
}

/** MARKED, as all of the history. */
function explain({ until, who, why }: Snooze, now: Instant): string {
  return `Snoozed until ${formatMoment(until, now)} by ${MARKED.quote(who)}: ${MARKED.quote(why)}`;
}

function explainEnd({ who }: Pick<Snooze, 'who'>): string {
  return `Snooze ended early by ${MARKED.quote(who)}`;
}
