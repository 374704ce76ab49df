import type { BackupRun } from '../backup-run/run.ts';
import type { Problem } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { RequestResult } from '../domain/service-result.ts';
import type { CheckContext, Taken } from './options.ts';

/** Turns an ended run into what the step reports. */
export function readEnd(run: BackupRun, context: CheckContext): Taken {
  const { type, state, message, progress } = run;
  if (state === 'succeeded') {
    const result = { type, state, backupId: run.backup?.id ?? null } as const;
    return { result, findings: [], requested: true };
  }
  if (state === 'timed-out' && progress.found) return timedOut(run, context);
  const words = message ?? 'no reason was given';
  if (progress.sends === 0) return notRequested(words, context);
  const problem = { kind: 'refused', message: explainFailure(run, words, context) } as const;
  return requestFailed({ ...problem, traceId: null }, run.backup?.id ?? null, context);
}

/** The provider's word for a failure is not a sentence, so say whose word it is. */
function explainFailure(
  { state, progress }: BackupRun,
  words: string,
  context: CheckContext,
): string {
  const isItsWord = state === 'failed' && progress.found !== null;
  return isItsWord ? `${context.provider.title} says: ${words}` : words;
}

function timedOut(
  { startedAt, acceptedAt, message, state }: BackupRun,
  context: CheckContext,
): Taken {
  const waitedMs = context.clock.now() - (startedAt ?? acceptedAt);
  const measured = {
    awaited: 'requested',
    waitedMs,
    lastSeen: lastSeenIn(message ?? state),
  } as const;
  return withFindings('timed-out', context, [
    { code: 'wait-timed-out', severity: 'block', ...measured },
  ]);
}

/** The run's own message says that it took too long, as the finding does. */
function lastSeenIn(message: string): string {
  return message.replace(/^it had not ended in time; last seen: /, '');
}

function requestFailed(problem: Problem, backupId: string | null, context: CheckContext): Taken {
  const { backupType: type } = context.options;
  const became = backupId === null ? {} : { backupId };
  return withFindings('failed', context, [
    { code: 'backup-request-failed', severity: 'block', requested: true, type, problem, ...became },
  ]);
}

export function notRequested(message: string, context: CheckContext): Taken {
  const { backupType: type } = context.options;
  const problem = { kind: 'unavailable', message, traceId: null } as const;
  const taken = withFindings('failed', context, [
    { code: 'backup-request-failed', severity: 'block', requested: false, type, problem },
  ]);
  return { ...taken, requested: false };
}

function withFindings(
  state: RequestResult['state'],
  { options }: CheckContext,
  findings: readonly Finding[],
): Taken {
  return { result: { type: options.backupType, state, backupId: null }, findings, requested: true };
}

export function notTaken(state: RequestResult['state'], { options }: CheckContext): Taken {
  const result = { type: options.backupType, state, backupId: null };
  return { result, findings: [], requested: false };
}
