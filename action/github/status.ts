import { isUnknown } from '../../shared/domain/finding-catalogue.ts';
import type { GateMode } from '../../shared/domain/gate.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { formatMoment } from '../../shared/domain/instant.ts';
import { describeMoments, leadingFinding, writeClause } from '../../shared/report/headline.ts';
import { PLAIN } from '../../shared/report/medium.ts';
import { contextOf } from '../../shared/report/render-context.ts';
import { capitalise, describe } from '../../shared/report/sentences/sentence.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { cutAtWord } from '../../shared/report/text.ts';
import { remedyOf } from '../remedies.ts';

/** A commit status in GitHub's terms. */
export interface Status {
  readonly context: string;
  readonly state: 'success' | 'failure' | 'error';
  readonly description: string;
}

/** GitHub refuses longer descriptions. */
const MAX_DESCRIPTION = 140;

/**
 * The status of one service, which a branch may require: it succeeds exactly if the gate would be
 * open. `null` if nothing was judged and no explicit request failed.
 */
export function writeStatus(result: ServiceResult, gate: GateMode): Status | null {
  if (!result.judged && result.verdict !== 'block') return null;
  return {
    context: `backup-gate/${result.service}`,
    state: stateOf(result, gate),
    description: writeDescription(result, gate),
  };
}

/** In whole sentences: what does not fit is left out, the least needed first. */
function writeDescription(result: ServiceResult, gate: GateMode): string {
  const finding = leadingFinding(result);
  if (!finding) return cutAtWord(capitalise(`${describeMoments(result)}.`), MAX_DESCRIPTION);
  const lead = leadOf(result, gate);
  const clause = momentOf(finding, result) ?? writeClause(result, PLAIN);
  const started = describeStart(finding, result);
  const lastGood = describeLastGood(result);
  const candidates = [
    [`${clause}${started}.`, lastGood],
    [`${clause}${started}.`],
    [`${clause}.`, lastGood],
    [`${clause}.`],
  ].map((sentences) => capitalise(`${lead}${withoutArticle(sentences, lead)}`));
  const fits = (text: string) => [...text].length <= MAX_DESCRIPTION;
  return candidates.find(fits) ?? cutAtWord(candidates.at(-1) ?? '', MAX_DESCRIPTION);
}

/** `Last backup failed.` reads better at the start than `The last backup failed.` */
function withoutArticle(sentences: readonly string[], lead: string): string {
  const text = sentences.filter(Boolean).join(' ');
  return lead === '' ? text.replace(/^the (?=last )/, '') : text;
}

/** Which backup it was, in its moment. */
function describeStart(finding: Finding, result: ServiceResult): string {
  if (finding.code !== 'latest-backup-failed') return '';
  return ` (${describe(finding, contextOf(result, { medium: PLAIN, remedyOf }))})`;
}

/** Empty where nothing could be read, since nothing is known then. */
function describeLastGood({ latestUsable, judgedAt }: ServiceResult): string {
  return latestUsable ? `Last good: ${formatMoment(latestUsable.recoveryPoint, judgedAt)}.` : '';
}

/**
 * Instead of the clauses that tell how long ago something was: a status that would say the same is
 * not written again.
 */
function momentOf(finding: Finding, { judgedAt }: ServiceResult): string | null {
  switch (finding.code) {
    case 'recovery-point-too-old':
      return finding.severity === 'warn' && finding.limit.kind !== 'due'
        ? 'the last good backup is old, and no schedule says when one is due'
        : null;
    case 'recovery-point-in-future':
      return `a backup is dated ${formatMoment(finding.recoveryPointAt, judgedAt)}, in the future`;
    case 'backup-stuck':
      return `a backup has not finished since ${formatMoment(finding.startedAt, judgedAt)}`;
    default:
      return null;
  }
}

function stateOf({ verdict, findings }: ServiceResult, gate: GateMode): Status['state'] {
  if (verdict !== 'block' || gate === 'warn') return 'success';
  const blocking = findings.filter(({ severity }) => severity === 'block');
  return blocking.every(isUnknown) ? 'error' : 'failure';
}

/** A green tick with a warning or a bad backup behind it must say so. */
function leadOf({ verdict }: ServiceResult, gate: GateMode): string {
  if (verdict === 'warn') return 'Warning: ';
  return verdict === 'block' && gate === 'warn' ? 'Would block: ' : '';
}
