import type { BackupRun } from '../backup-run/run.ts';
import type { Finding } from '../domain/finding.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import { verdictOf } from '../domain/verdict.ts';
import type { CheckContext } from './options.ts';

/** The value, or `null` if the check is interrupted first. */
export async function unlessInterrupted<Value>(
  work: Promise<Value>,
  { interruption }: { readonly interruption?: AbortSignal | undefined },
): Promise<Value | null> {
  if (!interruption) return work;
  const { promise, resolve } = Promise.withResolvers<null>();
  const stop = () => resolve(null);
  if (interruption.aborted) stop();
  else interruption.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]);
}

/** The result of a service whose check was interrupted: nothing is known to be good. */
export function interruptedResult(context: CheckContext): ServiceResult {
  const { service, name, options, provider, capabilities, clock, doneSoFar, log } = context;
  const findings = [findInterruption(context)];
  log('interrupted');
  return {
    service,
    ...(name !== undefined && { name }),
    judgedAt: clock.now(),
    findings,
    verdict: verdictOf(findings),
    judged: options.judged,
    provider: provider.title,
    capabilities,
    latestFinished: null,
    latestUsable: null,
    schedules: [],
    ensured: doneSoFar.ensured,
    request: null,
    history: [],
  };
}

function findInterruption({ interruption, doneSoFar, clock }: CheckContext): Finding {
  const by = `interrupted by ${String(interruption?.reason)}`;
  const { run } = doneSoFar;
  if (run === null || (run.progress.found === null && run.progress.sending === null)) {
    const message = `the check was ${by}`;
    const inShort = 'the check was interrupted';
    const problem = { kind: 'unavailable', message, inShort, traceId: null } as const;
    return { code: 'evidence-unavailable', severity: 'block', what: 'everything', problem };
  }
  return {
    code: 'wait-timed-out',
    severity: 'block',
    awaited: 'requested',
    waitedMs: clock.now() - run.acceptedAt,
    lastSeen: `${by}; ${describeRequest(run)}`,
  };
}

function describeRequest({ progress: { found } }: BackupRun): string {
  if (found === null) return 'a request was sent and may have arrived';
  return found.handle === null
    ? 'the backup continues at the provider'
    : `request ${found.handle} continues at the provider`;
}
