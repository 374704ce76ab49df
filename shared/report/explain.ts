import type { Finding, FindingCode } from '../domain/finding.ts';
import type { RenderContext } from './render-context.ts';
import { ABOUT_AGES } from './sentences/ages.ts';
import { ABOUT_ASKING } from './sentences/asking.ts';
import { ABOUT_BACKUPS } from './sentences/backups.ts';
import { ABOUT_SCHEDULES } from './sentences/schedules.ts';
import type { Clause, Wordings } from './sentences/sentence.ts';

const WORDINGS: Wordings<FindingCode> = {
  ...ABOUT_BACKUPS,
  ...ABOUT_AGES,
  ...ABOUT_SCHEDULES,
  ...ABOUT_ASKING,
};

interface AnyWording {
  readonly clause: (finding: Finding, context: RenderContext) => Clause | string;
  readonly fact: (finding: Finding, context: RenderContext) => string;
}

/** What was measured and the limit, without ids. Names nothing that only one shell has. */
export function explain(finding: Finding, context: RenderContext): string {
  return wordingOf(finding).fact(finding, context);
}

/** The same in a few words, for a headline. */
export function summarise(finding: Finding, context: RenderContext): Clause {
  const clause = wordingOf(finding).clause(finding, context);
  return typeof clause === 'string' ? { what: clause } : clause;
}

/** The fact and what to do, as one text. */
export function toSentence(finding: Finding, context: RenderContext): string {
  return [explain(finding, context), context.remedyOf(finding, context)].filter(Boolean).join(' ');
}

function wordingOf({ code }: Finding): AnyWording {
  // The table is typed by code; indexing it by the union loses the pairing.
  return WORDINGS[code] as AnyWording;
}
