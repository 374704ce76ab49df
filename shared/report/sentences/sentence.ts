import type { Problem } from '../../domain/evidence.ts';
import type { FindingCode, FindingOf } from '../../domain/finding.ts';
import { formatMinute, type Instant } from '../../domain/instant.ts';
import type { Quote } from '../text.ts';

/** A sentence for each of these codes. A missing one does not compile. */
export type Sentences<Codes extends FindingCode> = {
  readonly [Code in Codes]: (finding: FindingOf<Code>, quote: Quote) => string;
};

interface Described {
  readonly type: string | null;
  readonly startedAt: Instant | null;
  readonly timeText?: string;
  readonly backupId: string | null;
}

/** `full, started 2026-11-20 02:00 UTC, id b7`, as far as it is known. */
export function describe({ type, startedAt, timeText, backupId }: Described, quote: Quote): string {
  const unknown =
    timeText === undefined ? '' : `, since the time ${quote(timeText)} cannot be read`;
  return [
    type === null ? 'type unknown' : quote(type),
    startedAt === null ? `start unknown${unknown}` : `started ${formatMinute(startedAt)}`,
    ...(backupId === null ? [] : [`id ${quote(backupId)}`]),
  ].join(', ');
}

const MAX_NAMED = 10;

/** `schedule 215`, `schedules 215, 216`; one without an id is `the schedule`. */
export function nameSchedules(ids: readonly string[], quote: Quote): string {
  const named = ids.filter((id) => id !== '');
  if (named.length === 0) return 'the schedule';
  const shown = named.slice(0, MAX_NAMED).map(quote).join(', ');
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : '';
  return `schedule${named.length === 1 ? '' : 's'} ${shown}${more}`;
}

export function explainProblem({ message, traceId }: Problem, quote: Quote): string {
  return `${quote(message)}${traceId === null ? '' : ` (trace id ${quote(traceId)})`}.`;
}
