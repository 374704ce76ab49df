import { notRequested, notTaken, readEnd } from '../shared/check/taken.ts';
import { whyNotTaken } from '../shared/check/why-not-taken.ts';
import { type BackupRun, isEnded } from '../shared/backup-run/run.ts';
import type { BackupType } from '../shared/domain/backup.ts';
import type { Policy } from '../shared/domain/policy.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import { type BackupMode, lookOnly, type Taken } from '../shared/check/options.ts';
import type { ServiceConfig } from './config/index.ts';
import { checkOne } from './judge.ts';

/** What a workflow's step asks of a service. Plain data: it goes to the service's coordinator. */
export interface StepOrder {
  /** Settings that the step was given. They hold beside the service's own policy. */
  readonly given: Partial<Policy>;
  readonly backup: BackupMode;
  readonly type: BackupType;
  /** If false, only findings about a backup that was asked for and failed are reported. */
  readonly judged: boolean;
  readonly dryRun: boolean;
  /** The run that this step caused before; `null` if it asks for the first time. */
  readonly runId: string | null;
  /** Whether a backup may still be taken for this step. */
  readonly mayTake: boolean;
}

export interface JudgedForStep {
  /** Named by the provider's id, and called what the configuration calls the service. */
  readonly result: ServiceResult;
  /** The newest backup still runs, and is to be waited for before anything else is done. */
  readonly isToWait: boolean;
  /** A backup is to be taken before the verdict counts. */
  readonly isBackupNeeded: boolean;
}

/** Judges a service for a step, by the stricter of both policies. Nothing is written or waited for. */
export async function judgeForStep(
  service: ServiceConfig,
  order: StepOrder,
  run: BackupRun | null,
): Promise<JudgedForStep> {
  const { given, backup, type, judged, dryRun } = order;
  const isGiven = Object.keys(given).length > 0;
  let isBackupNeeded = false;
  const result = await checkOne(
    service,
    {
      ...lookOnly({ ...service.policy, ...given }),
      ...(isGiven && { alsoHeldTo: { ...service.policy, schedule: 'none' } }),
      backup,
      backupType: type,
      judged,
      dryRun,
    },
    {
      takeBackup: async (evidence, context): Promise<Taken> => {
        // The evidence was read after the run had ended.
        if (run) return { ...readEnd(endOf(run), context), requested: false };
        if (isRunMissing(order)) {
          return notRequested('runs has no run of this service', context);
        }
        const why = whyNotTaken(evidence, context) ?? (order.mayTake ? null : 'undecided');
        if (why !== null) return notTaken(why, context);
        isBackupNeeded = true;
        return { result: null, findings: [], requested: false };
      },
    },
  );
  const isWaiting = [service.policy, given].some(({ inProgress }) => inProgress === 'wait');
  const isRunning = result.findings.some(({ code }) => code === 'backup-in-progress');
  const isToWait = isWaiting && isRunning && run === null;
  return { result: { ...result, name: service.name }, isToWait, isBackupNeeded };
}

/** The step has taken its backups, and names those of other services only. */
function isRunMissing({ backup, mayTake, dryRun }: StepOrder): boolean {
  return backup === 'always' && !mayTake && !dryRun;
}

/** The step waits no longer for a run that has not ended. */
function endOf(run: BackupRun): BackupRun {
  return isEnded(run) ? run : { ...run, state: 'timed-out', message: run.message ?? run.state };
}
