import type { Finding, FindingCode } from '../domain/finding.ts';
import type { RenderContext } from './render-context.ts';
import { ABOUT_ASKING } from './sentences/asking.ts';
import { ABOUT_BACKUPS } from './sentences/backups.ts';
import { ABOUT_SCHEDULES } from './sentences/schedules.ts';
import type { Sentences } from './sentences/sentence.ts';
import type { Quote } from './text.ts';

const SENTENCES: Sentences<FindingCode> = { ...ABOUT_BACKUPS, ...ABOUT_SCHEDULES, ...ABOUT_ASKING };

/** What was measured and the limit. Names nothing that only one shell has. */
export function explain(finding: Finding, quote: Quote): string {
  // The table is typed by code; indexing it by the union loses the pairing.
  const explainOne = SENTENCES[finding.code] as (finding: Finding, quote: Quote) => string;
  return explainOne(finding, quote);
}

/** The fact and what to do, as one text. */
export function toSentence(finding: Finding, context: RenderContext): string {
  const { quote, capabilities, remedyOf } = context;
  return [explain(finding, quote), remedyOf(finding, capabilities)].filter(Boolean).join(' ');
}
