import { isEnded } from '../../shared/backup-run/run.ts';
import { ANY_PROVIDER } from '../../shared/domain/capability.ts';
import { type Finding, severestFirst } from '../../shared/domain/finding.ts';
import type { Problem } from '../../shared/domain/evidence.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import {
  type RequestResult,
  type ServiceResult,
  unreadResult,
} from '../../shared/domain/service-result.ts';
import { severityOf, THE_WORKER, type Unasked } from './connection.ts';
import type { Job } from './question.ts';
import type { Run } from './worker-run.ts';

/** What is known of a service that nothing was found out about. */
export interface Unread {
  readonly job: Job;
  readonly now: Instant;
  /** Of the runs that were taken, the one of this service. */
  readonly run: Run | undefined;
}

/** The Worker could not be asked, or did not say. A backup that it took may still have failed. */
export function unaskedResult(
  service: string,
  { problem, by, isAboutRequest }: Unasked,
  unread: Unread,
): ServiceResult {
  const { inputs } = unread.job;
  if (isAboutRequest) {
    const result = resultOf(service, [notRequested(problem, unread)], unread);
    return { ...result, provider: by, request: requestWithout('failed', unread) };
  }
  const severity = severityOf(problem, inputs.policy.onUnknown);
  const found = { code: 'evidence-unavailable', severity, what: 'everything', problem } as const;
  const isCounted = inputs.gate !== 'off' || inputs.backup !== 'never';
  const findings = severestFirst([...findingsOfRun(unread), ...(isCounted ? [found] : [])]);
  return { ...resultOf(service, findings, unread), provider: by };
}

/** Why nothing is known of a backup that was asked for, as far as the step can say. */
const UNSURE = {
  kind: 'unavailable',
  message: 'the Worker could not be asked, or its answer was lost',
  traceId: null,
} as const;

function notRequested(problem: Problem, { job: { inputs } }: Unread): Finding {
  const { backupType: type } = inputs;
  return { code: 'backup-request-failed', severity: 'block', requested: false, type, problem };
}

function requestWithout(
  state: RequestResult['state'],
  { job: { inputs } }: Pick<Unread, 'job'>,
): RequestResult {
  return { type: inputs.backupType, state, backupId: null };
}

/** The step was interrupted by a signal. */
export function interruptedResult(service: string, by: string, unread: Unread): ServiceResult {
  const { run, now } = unread;
  if (run === undefined || isEnded(run)) {
    const inShort = 'the check was interrupted';
    const message = `the check was interrupted by ${by}`;
    const problem = { kind: 'unavailable', message, inShort, traceId: null } as const;
    const found = { code: 'evidence-unavailable', severity: 'block', what: 'everything' } as const;
    return resultOf(service, [{ ...found, problem }], unread);
  }
  const lastSeen = `interrupted by ${by}; run ${run.id} continues at the Worker`;
  return resultOf(service, [stillRunning(run, lastSeen, now)], unread);
}

function resultOf(
  service: string,
  findings: readonly Finding[],
  { job, now, run }: Unread,
): ServiceResult {
  const given = {
    judged: job.inputs.gate !== 'off',
    provider: THE_WORKER,
    capabilities: ANY_PROVIDER,
    judgedAt: now,
  };
  const request = run ? requestOf(run) : requestWithoutRun(job);
  return { ...unreadResult(service, findings, given), request };
}

/** That a backup was asked for and did not succeed blocks, whatever else is unknown. */
function findingsOfRun(unread: Unread): readonly Finding[] {
  const { run, now, job } = unread;
  if (run === undefined) {
    const { backup, dryRun } = job.inputs;
    return backup === 'always' && !dryRun ? [notRequested(UNSURE, unread)] : [];
  }
  if (run.state === 'succeeded') return [];
  if (run.state !== 'failed') return [stillRunning(run, run.message ?? run.state, now)];
  const { type, backupId, message = 'no reason was given' } = run;
  const problem = { kind: 'refused', message, traceId: null } as const;
  const became = backupId === undefined ? {} : { backupId };
  const failed = { code: 'backup-request-failed', severity: 'block', requested: true } as const;
  return [{ ...failed, type, problem, ...became }];
}

function stillRunning({ acceptedAt }: Run, lastSeen: string, now: Instant): Finding {
  const waitedMs = Math.max(0, now - acceptedAt);
  return { code: 'wait-timed-out', severity: 'block', awaited: 'requested', waitedMs, lastSeen };
}

/** As a step with the key says it where nothing could be read. */
function requestWithoutRun(job: Job): RequestResult | null {
  const { backup, dryRun } = job.inputs;
  if (backup === 'never') return null;
  if (backup === 'if-needed') return requestWithout('undecided', { job });
  return requestWithout(dryRun ? 'dry-run' : 'failed', { job });
}

function requestOf({ type, state, backupId }: Run): RequestResult {
  const isKnown = state === 'succeeded' || state === 'failed';
  return {
    type,
    state: isKnown ? state : 'timed-out',
    backupId: isKnown ? (backupId ?? null) : null,
  };
}
