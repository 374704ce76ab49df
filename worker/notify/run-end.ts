import { type Backup, duration } from '../../shared/domain/backup.ts';
import { formatAge, formatDuration } from '../../shared/domain/duration.ts';
import { formatMoment, type Instant } from '../../shared/domain/instant.ts';
import { formatSize } from '../../shared/domain/size.ts';
import { MARKED } from '../../shared/report/medium.ts';
import { capitalise } from '../../shared/report/text.ts';
import type { Run } from '../orders/run.ts';

export type EndState = 'succeeded' | 'failed' | 'timed-out';

/** How a run ended, in the words of every channel. */
export interface RunEnd {
  readonly state: EndState;
  /** `timed out`. */
  readonly verb: string;
  /** MARKED, one each. */
  readonly facts: readonly string[];
  /** Why it did not succeed, as far as the provider says. Untrusted text. */
  readonly reason: string | null;
}

const VERBS: Readonly<Record<EndState, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed out',
};

export function describeRunEnd(run: Run, now: Instant): RunEnd {
  const { state } = run;
  if (state !== 'succeeded' && state !== 'failed' && state !== 'timed-out') {
    throw new RangeError(`a run that is ${state} has not ended`);
  }
  const reason = state === 'succeeded' ? null : run.message?.replace(NO_CAUSE, '') || null;
  return { state, verb: VERBS[state], facts: listFacts(run, now), reason };
}

/** How far the provider was, which is no cause of an end. */
const NO_CAUSE = /(?:; last seen: )?(?:the )?backup is (?:scheduled|queued|pending|running)\.?$/i;

function listFacts(run: Run, now: Instant): readonly string[] {
  const { type, state, backup, acceptedAt, startedAt, finishedAt } = run;
  const waitedMs = finishedAt === null ? null : finishedAt - (startedAt ?? acceptedAt);
  const tookMs = (backup && duration(backup)) ?? waitedMs;
  const succeeded = state === 'succeeded';
  return [
    MARKED.quote(type),
    ...(succeeded && backup ? describeSize(backup) : []),
    ...(tookMs === null ? [] : [`${succeeded ? 'took' : 'after'} ${formatDuration(tookMs)}`]),
    ...(succeeded ? [describeRecoveryPoint(backup?.recoveryPoint ?? null, now)] : []),
    ...(succeeded && backup?.failedRows ? [`⚠️ ${backup.failedRows} rows of it failed`] : []),
  ];
}

function describeSize({ sizeBytes, sizeText }: Backup): readonly string[] {
  if (sizeBytes !== null) return [formatSize(sizeBytes)];
  return sizeText === null ? [] : [`size ${MARKED.quote(sizeText)}`];
}

function describeRecoveryPoint(at: Instant | null, now: Instant): string {
  if (at === null) return 'recovery point not known';
  return `recovery point ${formatMoment(at, now)}, ${formatAge(now - at)}`;
}

const UNKNOWN = 'the last good backup is not known, because the provider did not answer';

/** The last good backup in words, where a run did not succeed. `null`: not known. */
export function describeLastGood(holdings: string | null): string {
  return `${capitalise(holdings ?? UNKNOWN)}.`;
}
