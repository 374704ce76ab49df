import type { Finding, FindingCode } from '../domain/finding.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { listIds } from './ids.ts';
import { MARKED } from './medium.ts';
import type { RemedyOf, RenderContext } from './render-context.ts';
import { ABOUT_AGES } from './sentences/ages.ts';
import { ABOUT_ASKING } from './sentences/asking.ts';
import { ABOUT_BACKUPS } from './sentences/backups.ts';
import { ABOUT_SCHEDULES } from './sentences/schedules.ts';
import type { Clause, Wordings } from './sentences/sentence.ts';
import { tellOnce } from './tell-once.ts';
import type { WordedFinding, WordedResult } from './worded.ts';

const WORDINGS: Wordings<FindingCode> = {
  ...ABOUT_BACKUPS,
  ...ABOUT_AGES,
  ...ABOUT_SCHEDULES,
  ...ABOUT_ASKING,
};

/** The result with what people read of it. Most results hold no finding, and need no words. */
export function wordResult(result: ServiceResult, remedyOf: RemedyOf): WordedResult {
  const context = { subject: result, now: result.judgedAt, medium: MARKED };
  return { ...result, words: wordFindings(result.findings, context, remedyOf) };
}

/** Each finding in words, in the same order. */
export function wordFindings(
  findings: readonly Finding[],
  context: RenderContext,
  remedyOf: RemedyOf,
): readonly WordedFinding[] {
  const told = tellOnce(findings);
  const facts = new Set<string>();
  return findings.map((finding) => {
    const { code, severity } = finding;
    const fact = explain(finding, context);
    // Two schedules may miss the same run, and read alike.
    const isNew = !facts.has(fact);
    facts.add(fact);
    const { undone = '', what, lasting = what, which = '' } = summarise(finding, context);
    return {
      code,
      severity,
      undone,
      what,
      lasting,
      which,
      fact,
      remedy: remedyOf(finding, context),
      ids: listIds(finding, context.medium),
      isTold: isNew && told.includes(finding),
    };
  });
}

/** What was measured and the limit, without ids. Names nothing that only one shell has. */
export function explain(finding: Finding, context: RenderContext): string {
  return wordingOf(finding).fact(finding, context);
}

function summarise(finding: Finding, context: RenderContext): Clause {
  const clause = wordingOf(finding).clause(finding, context);
  return typeof clause === 'string' ? { what: clause } : clause;
}

interface AnyWording {
  readonly clause: (finding: Finding, context: RenderContext) => Clause | string;
  readonly fact: (finding: Finding, context: RenderContext) => string;
}

function wordingOf({ code }: Finding): AnyWording {
  // The table is typed by code; indexing it by the union loses the pairing.
  return WORDINGS[code] as AnyWording;
}
