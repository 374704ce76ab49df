import type { BackupMode } from '../../shared/check/options.ts';
import type { RequestResult, ServiceResult } from '../../shared/domain/service-result.ts';
import type { Run } from './worker-run.ts';

/** What was asked about a backup. */
export interface AskedBackup {
  readonly backup: BackupMode;
  readonly dryRun: boolean;
  /** The runs that were waited for; `null` before any was taken. */
  readonly ended: readonly Run[] | null;
}

type Answered = Pick<ServiceResult, 'request' | 'findings'> & { readonly name: string };

/**
 * Whether what is said of the backup fits what was asked. A step that asked for one before a
 * migration must not pass by the word of a Worker that took none.
 */
export function fitsRequest(
  { name, request, findings }: Answered,
  { backup, dryRun, ended }: AskedBackup,
): boolean {
  if (backup === 'never') return request === null;
  // What the provider cannot do is found before anything is decided.
  if (findings.some(({ code }) => code === 'unsupported')) return request === null;
  if (request === null) return false;
  if (dryRun) return isOneOf(request, ['dry-run', 'not-needed', 'undecided']);
  const run = ended?.find(({ service }) => service === name);
  if (!run) return backup === 'if-needed' && isOneOf(request, ['not-needed', 'undecided']);
  return isEndOf(run, request) && (request.state === 'succeeded' || isTold(findings));
}

/** A run that had not ended may have ended since. */
function isEndOf({ state }: Run, request: RequestResult): boolean {
  if (state === 'succeeded' || state === 'failed') return request.state === state;
  return isOneOf(request, ['succeeded', 'failed', 'timed-out']);
}

function isTold(findings: Answered['findings']): boolean {
  return findings.some(
    ({ code, severity }) =>
      severity === 'block' && (code === 'backup-request-failed' || code === 'wait-timed-out'),
  );
}

function isOneOf({ state }: RequestResult, states: readonly RequestResult['state'][]): boolean {
  return states.includes(state);
}
