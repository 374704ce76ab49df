import {
  type BackupRequest,
  isBackupNeeded,
  rememberBackups,
  type RequestSight,
} from '../shared/domain/backup-request.ts';
import { isUnfinished, newestFirst } from '../shared/domain/backup.ts';
import { type Evidence, itemsOf, type Problem } from '../shared/domain/evidence.ts';
import type { Finding } from '../shared/domain/finding.ts';
import { judge } from '../shared/domain/verdict.ts';
import { ProviderError } from '../shared/provider/errors.ts';
import type { RequestReport } from '../shared/report/service-report.ts';
import { quotePlain } from '../shared/report/text.ts';
import type { ServiceContext } from './context.ts';
import { poll } from './poll.ts';

/** What came of the one-time backup; `null` where none was asked for. */
export interface Taken {
  readonly report: RequestReport | null;
  readonly findings: readonly Finding[];
  /** Whether the provider was asked, so that what was read before is out of date. */
  readonly requested: boolean;
}

type Ended = Extract<RequestSight, { state: 'succeeded' | 'failed' }>;

/** Takes a one-time backup where the inputs ask for one, and waits until it has ended. */
export async function takeBackup(evidence: Evidence, context: ServiceContext): Promise<Taken> {
  const { backup, backupType: type, dryRun } = context.inputs;
  if (backup === 'never') return { report: null, findings: [], requested: false };
  if (backup === 'if-needed' && !isNeeded(evidence, context)) {
    return taken('items' in evidence.backups ? 'not-needed' : 'undecided', context);
  }
  if (dryRun) {
    context.log(`a one-time ${type} backup would be requested`);
    return taken('dry-run', context);
  }
  try {
    const running = backup === 'if-needed' ? findRunning(evidence, context) : null;
    const hindrance = running ? null : findHindrance(evidence, context);
    if (hindrance !== null) return notRequested(hindrance, context);
    return await follow(running ?? (await request(evidence, context)), context);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return requestFailed(error.problem, context);
  }
}

function isNeeded(evidence: Evidence, { inputs, clock }: ServiceContext): boolean {
  return isBackupNeeded(judge(evidence, inputs.policy, clock.now()).findings);
}

/**
 * One of the type that is under way already is the one that is needed: a step that is run again
 * while the first one's backup still runs must not start another. A stuck one is not waited for.
 */
function findRunning(evidence: Evidence, context: ServiceContext): BackupRequest | null {
  const { service, inputs, clock, log } = context;
  const { backupType: type, policy } = inputs;
  const listed = itemsOf(evidence.backups);
  const running = newestFirst(listed).find((each) => isUnfinished(each) && each.type === type);
  const { findings } = judge(evidence, policy, clock.now());
  if (!running || findings.some(({ code }) => code === 'backup-stuck')) return null;
  log(`a ${type} backup is under way already; waiting for it`);
  const known = rememberBackups(listed.filter((each) => each !== running));
  return { service, type, handle: null, known };
}

/** Without the whole list, an old backup could be taken for the new one: then none is asked for. */
function findHindrance(evidence: Evidence, { clock, deadline }: ServiceContext): string | null {
  if (clock.now() >= deadline) return '`timeout` was used up before';
  const { backups, schedules } = evidence;
  const readWhole = [backups, schedules].every(({ state }) => WHOLE.includes(state));
  return readWhole ? null : 'what is there already could not be read';
}

const WHOLE: readonly Evidence['backups']['state'][] = ['complete', 'not-offered'];

async function request(evidence: Evidence, context: ServiceContext): Promise<BackupRequest> {
  const { provider, service, inputs, log } = context;
  const known = rememberBackups(itemsOf(evidence.backups));
  const listedSchedules = itemsOf(evidence.schedules);
  const order = { service, type: inputs.backupType, known, listedSchedules };
  const requested = await provider.requestBackup(order);
  log(`one-time ${inputs.backupType} backup requested`);
  return requested;
}

async function follow(requested: BackupRequest, context: ServiceContext): Promise<Taken> {
  const { provider, clock, deadline, log } = context;
  const end = await poll<RequestSight, Ended>({
    look: () => provider.lookAt(requested),
    isOver: (sight): sight is Ended => sight.state === 'succeeded' || sight.state === 'failed',
    describe: describeSight,
    clock,
    deadline,
    log,
  });
  if (end.kind === 'timed-out') {
    const { waitedMs, lastSeen } = end;
    const measured = { awaited: 'requested', waitedMs, lastSeen } as const;
    return taken('timed-out', context, [
      { code: 'wait-timed-out', severity: 'block', ...measured },
    ]);
  }
  if (end.sight.state === 'failed') {
    const message = `${provider.title} says: ${end.sight.reason}`;
    return requestFailed({ kind: 'refused', message, traceId: null }, context);
  }
  const report = {
    type: requested.type,
    state: 'succeeded',
    backupId: end.sight.backup.id,
  } as const;
  return { report, findings: [], requested: true };
}

function describeSight(sight: RequestSight): string {
  return sight.state === 'waiting' ? `waiting (${quotePlain(sight.lastSeen)})` : sight.state;
}

function requestFailed(problem: Problem, context: ServiceContext): Taken {
  const { backupType: type } = context.inputs;
  return taken('failed', context, [
    { code: 'backup-request-failed', severity: 'block', requested: true, type, problem },
  ]);
}

function notRequested(message: string, context: ServiceContext): Taken {
  const { backupType: type } = context.inputs;
  const problem = { kind: 'unavailable', message, traceId: null } as const;
  const findings = [
    { code: 'backup-request-failed', severity: 'block', requested: false, type, problem },
  ] as const;
  return { ...taken('failed', context, findings), requested: false };
}

function taken(
  state: RequestReport['state'],
  { inputs }: ServiceContext,
  findings: readonly Finding[] = [],
): Taken {
  const requested = !['not-needed', 'undecided', 'dry-run'].includes(state);
  return { report: { type: inputs.backupType, state, backupId: null }, findings, requested };
}
