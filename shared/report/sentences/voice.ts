import type { Capabilities } from '../../domain/capability.ts';
import type { Problem } from '../../domain/evidence.ts';
import type { FindingCode, FindingOf } from '../../domain/finding.ts';
import { formatMinute, type Instant } from '../../domain/instant.ts';
import type { Quote } from '../text.ts';

/** A finding in words: what was seen and held against what, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** How and for whom findings are told. */
export interface Voice {
  /** How this medium shows text that came from outside. */
  readonly quote: Quote;
  /** What the provider lets this project do, so that it can be the remedy. */
  readonly can: Capabilities;
}

/** Where the provider is not known, every remedy is one. */
export const ANY_PROVIDER: Capabilities = {
  dueTimes: true,
  sizes: true,
  ensureCron: true,
  enableSchedule: true,
  requestBackup: true,
  wait: true,
  wholeOrganisation: true,
};

export type Explain<Code extends FindingCode> = (
  finding: FindingOf<Code>,
  voice: Voice,
) => Explanation;

/** A sentence for each of these codes; the compiler asks for those that are missing. */
export type Sentences<Codes extends FindingCode> = { readonly [Code in Codes]: Explain<Code> };

export function takeOne({ can }: Voice): string {
  return can.requestBackup
    ? 'Take a new backup with `backup: if-needed`'
    : 'Take a new backup with the provider';
}

interface Described {
  readonly type: string | null;
  readonly startedAt: Instant | null;
  readonly backupId: string | null;
}

/** `full, started 2026-11-20 02:00 UTC, id b7`, as far as it is known. */
export function describe({ type, startedAt, backupId }: Described, { quote }: Voice): string {
  return [
    type === null ? 'type unknown' : quote(type),
    startedAt === null ? 'start unknown' : `started ${formatMinute(startedAt)}`,
    ...(backupId === null ? [] : [`id ${quote(backupId)}`]),
  ].join(', ');
}

const MOST_NAMED = 10;

/** `schedule 215`, `schedules 215, 216`; one without an id is `the schedule`. */
export function nameSchedules(ids: readonly string[], { quote }: Voice): string {
  const named = ids.filter((id) => id !== '');
  if (named.length === 0) return 'the schedule';
  const shown = named.slice(0, MOST_NAMED).map(quote).join(', ');
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
  return `schedule${named.length === 1 ? '' : 's'} ${shown}${more}`;
}

export function explainProblem({ message, traceId }: Problem, { quote }: Voice): string {
  return `${quote(message)}${traceId === null ? '' : ` (trace id ${quote(traceId)})`}.`;
}
