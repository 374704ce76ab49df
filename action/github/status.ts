import { isUnknown } from '../../shared/domain/finding-catalogue.ts';
import type { GateMode } from '../../shared/domain/gate.ts';
import { formatMoment } from '../../shared/domain/instant.ts';
import { describeMoments, isInDoubt } from '../../shared/report/holdings.ts';
import { PLAIN, renderMarked } from '../../shared/report/medium.ts';
import { capitalise, cutAtWord } from '../../shared/report/text.ts';
import { leadingWords, type WordedFinding, type WordedResult } from '../../shared/report/worded.ts';
import type { StepServiceResult } from '../step-result.ts';

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
export function writeStatus(result: StepServiceResult, gate: GateMode): Status | null {
  if (!result.judged && result.verdict !== 'block') return null;
  return {
    context: `backup-gate/${result.origin.key.service}`,
    state: stateOf(result, gate),
    description: writeDescription(result, gate),
  };
}

/** In whole sentences: what does not fit is left out, the least needed first. */
function writeDescription(result: WordedResult, gate: GateMode): string {
  const words = leadingWords(result);
  if (!words) return cutAtWord(capitalise(`${describeMoments(result)}.`), MAX_DESCRIPTION);
  const clause = writeLasting(words);
  const which = words.which === '' ? '' : ` (${renderMarked(words.which, PLAIN)})`;
  const lastGood = describeLastGood(result);
  const candidates = [
    `${clause}${which}. ${lastGood}`,
    `${clause}${which}.`,
    `${clause}. ${lastGood}`,
    `${clause}.`,
  ].map((text) => capitalise(`${leadOf(result, gate)}${text}`).trim());
  const fits = (text: string) => [...text].length <= MAX_DESCRIPTION;
  return candidates.find(fits) ?? cutAtWord(candidates.at(-1) ?? '', MAX_DESCRIPTION);
}

/** `Last backup failed` reads better at the start than `The last backup failed`. */
function writeLasting({ undone, lasting }: WordedFinding): string {
  const text = renderMarked(lasting, PLAIN);
  return undone === '' ? text.replace(/^the (?=last )/, '') : `could not ${undone}: ${text}`;
}

/** Empty where none is known, or where the latest one is what the finding is about. */
function describeLastGood(result: WordedResult): string {
  const { latestUsable, judgedAt } = result;
  return latestUsable && !isInDoubt(result)
    ? `Last good: ${formatMoment(latestUsable.recoveryPoint, judgedAt)}.`
    : '';
}

function stateOf({ verdict, findings }: WordedResult, gate: GateMode): Status['state'] {
  if (verdict !== 'block' || gate === 'warn') return 'success';
  const blocking = findings.filter(({ severity }) => severity === 'block');
  return blocking.every(isUnknown) ? 'error' : 'failure';
}

/** A green tick with a warning or a bad backup behind it must say so. */
function leadOf({ verdict }: WordedResult, gate: GateMode): string {
  if (verdict === 'warn') return 'Warning: ';
  return verdict === 'block' && gate === 'warn' ? 'Would block: ' : '';
}
