import type { Finding, FindingCode } from '../domain/finding.ts';
import { ABOUT_ASKING } from './sentences/asking.ts';
import { ABOUT_BACKUPS } from './sentences/backups.ts';
import { ABOUT_SCHEDULES } from './sentences/schedules.ts';
import { ANY_PROVIDER, type Explanation, type Sentences, type Voice } from './sentences/voice.ts';
import { quotePlain } from './text.ts';

const SENTENCES: Sentences<FindingCode> = { ...ABOUT_BACKUPS, ...ABOUT_SCHEDULES, ...ABOUT_ASKING };

const IN_A_LOG: Voice = { quote: quotePlain, can: ANY_PROVIDER };

export function explain(finding: Finding, voice: Voice = IN_A_LOG): Explanation {
  // The table has one entry for each code, typed by it; indexing by the union loses that pairing.
  const explainOne = SENTENCES[finding.code] as (finding: Finding, voice: Voice) => Explanation;
  return explainOne(finding, voice);
}

/** What was seen and what to do, as one text. */
export function toSentence(finding: Finding, voice: Voice = IN_A_LOG): string {
  const { what, remedy } = explain(finding, voice);
  return [what, remedy].filter(Boolean).join(' ');
}
