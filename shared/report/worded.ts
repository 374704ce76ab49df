import type { FindingCode, Severity } from '../domain/finding.ts';
import { type Cause, causeOf } from '../domain/finding-catalogue.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { type Medium, renderMarked } from './medium.ts';

/** A finding in words. All texts are marked, and each medium shows them in its own way. */
export interface WordedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What could not be done, where it is not about the backups: `set the schedule`; else empty. */
  readonly undone: string;
  /** A clause in lower case, without ids, for a headline: `the last backup failed`. */
  readonly what: string;
  /** The same with moments in place of ages, for a text that is compared with an earlier one. */
  readonly lasting: string;
  /** Which backup it is about: `full, 20 Nov 02:00 UTC`; empty where that says nothing new. */
  readonly which: string;
  /** One line: what was measured, and the limit. */
  readonly fact: string;
  /** What to do; empty where nothing is. */
  readonly remedy: string;
  /** The ids that it is about; empty where it has none. */
  readonly ids: string;
  /** False if another finding already reports the same event; see `tellOnce`. */
  readonly isTold: boolean;
}

/** A result with its findings in words, in the same order. */
export interface WordedResult extends ServiceResult {
  readonly words: readonly WordedFinding[];
}

/** A finding as people read it in one medium. */
export type ToldFinding = Pick<WordedFinding, 'code' | 'severity' | 'fact' | 'remedy' | 'ids'>;

/** What people read about one service, severest first, without repeating an earlier remedy. */
export function tellFindings(
  { words }: Pick<WordedResult, 'words'>,
  medium: Medium,
): readonly ToldFinding[] {
  const said = new Set<string>();
  return words
    .filter(({ isTold }) => isTold)
    .map(({ code, severity, fact, remedy, ids }) => ({
      code,
      severity,
      fact: renderMarked(fact, medium),
      remedy: renderMarked(withoutSaid(remedy, said), medium),
      ids: renderMarked(ids, medium),
    }));
}

/** By sentences: two findings often begin with the same thing to do. */
function withoutSaid(remedy: string, said: Set<string>): string {
  const sentences = remedy.split(/(?<=[.?]) /).filter((sentence) => !said.has(sentence));
  for (const sentence of sentences) said.add(sentence);
  return sentences.join(' ');
}

/**
 * What alarms: the severest finding that people are told, of equals one about the backups, which
 * must not hide behind a schedule that could not be set. `null` where only `info` was found.
 */
export function leadingWords({ words }: Pick<WordedResult, 'words'>): WordedFinding | null {
  const told = words.filter(({ isTold }) => isTold);
  const [first] = told;
  if (!first || first.severity === 'info') return null;
  const severest = told.filter(({ severity }) => severity === first.severity);
  return severest.find(({ undone }) => undone === '') ?? first;
}

/** What a block or warning is about, as its headline says; `null` where only `info` was found. */
export function leadingCause(result: Pick<WordedResult, 'words'>): Cause | null {
  const leading = leadingWords(result);
  return leading && causeOf(leading);
}

/** The fact and what to do, as one text. */
export function toSentence({ fact, remedy }: WordedFinding, medium: Medium): string {
  return renderMarked([fact, remedy].filter(Boolean).join(' '), medium);
}
