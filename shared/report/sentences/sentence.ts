import type { FindingCode, FindingOf } from '../../domain/finding.ts';
import { formatMoment, type Instant } from '../../domain/instant.ts';
import type { RenderContext } from '../render-context.ts';

/** The short form of a finding, which headlines are made of. */
export interface Clause {
  /** What could not be done, where the finding is not about the backups: `set the schedule`. */
  readonly undone?: string;
  /** A clause in lower case, without ids: `the last backup failed`. */
  readonly what: string;
  /** The same with moments instead of ages; absent if it names no age. */
  readonly lasting?: string;
  /** Which backup it is about: `full, 20 Nov 02:00 UTC`. */
  readonly which?: string;
}

/** How a code is worded, short and in full. */
export interface Wording<Code extends FindingCode> {
  readonly clause: (finding: FindingOf<Code>, context: RenderContext) => Clause | string;
  /** What was measured and the limit, in whole sentences, without ids. */
  readonly fact: (finding: FindingOf<Code>, context: RenderContext) => string;
}

/** A wording for each of these codes. A missing one does not compile. */
export type Wordings<Codes extends FindingCode> = { readonly [Code in Codes]: Wording<Code> };

interface Described {
  readonly type: string | null;
  readonly startedAt: Instant | null;
  readonly timeText?: string;
}

/** `full, 20 Nov 02:00 UTC`, as far as it is known. */
export function describe(
  { type, startedAt, timeText }: Described,
  { medium: { quote }, now }: RenderContext,
): string {
  const unread = timeText === undefined ? '' : `: ${quote(timeText)} cannot be read`;
  const start = startedAt === null ? `start unknown${unread}` : formatMoment(startedAt, now);
  return [...(type === null ? [] : [quote(type)]), start].join(', ');
}

/** `full backup`, or `backup` where the type is not known. */
export function nameBackup(type: string | null, { medium: { quote } }: RenderContext): string {
  return type === null ? 'backup' : `${quote(type)} backup`;
}

/** Adds the full stop that only some of the providers' messages have. */
export function endSentence(text: string): string {
  return /[.!?]"?$/.test(text) ? text : `${text}.`;
}
