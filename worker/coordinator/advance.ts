import { rememberBackups, type RequestSight } from '../../shared/domain/backup-request.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { ProviderError } from '../../shared/provider/errors.ts';
import type { BackupOrder, Provider } from '../../shared/provider/provider.ts';
import { itemsOrReject } from '../../shared/provider/read-list.ts';
import type { ServiceConfig } from '../config.ts';
import { plan, type Step } from './plan.ts';
import type { RunRecord } from './record.ts';

export interface Advance {
  readonly provider: Provider;
  readonly service: ServiceConfig;
  readonly now: () => Instant;
  /** Makes the run durable as it is now; called before and after everything that is done. */
  readonly save: (run: RunRecord) => void;
}

/** A request that twice came to nothing is not sent a third time. */
const MOST_SENDS = 2;

/** How long a request that was answered as a success may take to show in the provider's lists. */
const SHOWS_WITHIN = 10 * MINUTE;

/** Does all that is due for a run, a step at a time: intent recorded, done, outcome recorded. */
export async function advance(start: RunRecord, options: Advance): Promise<RunRecord> {
  let run = start;
  for (;;) {
    const step = nextStep(run, options.service, options.now());
    if (step.kind === 'none' || step.at > options.now()) return run;
    run = await takeStep(run, step, options);
    options.save(run);
  }
}

export function nextStep(run: RunRecord, { timeoutMs }: ServiceConfig, now: Instant): Step {
  const { state, acceptedAt, progress } = run;
  return plan({ state, acceptedAt, ...progress }, { timeoutMs, now });
}

async function takeStep(run: RunRecord, step: Step, options: Advance): Promise<RunRecord> {
  try {
    switch (step.kind) {
      case 'survey':
        return await survey(run, options);
      case 'send':
        return await send(run, step.order, options);
      case 'reconcile':
        return await reconcile(run, step.order, options);
      case 'look':
        return see(run, await options.provider.lookAt(step.request), options);
      case 'give-up':
        return end(run, { state: 'timed-out', message: timedOut(run) }, options);
      case 'none':
        return run;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return trouble(run, error, options);
  }
}

/** What is there before, so that a new backup can be told from it. */
async function survey(run: RunRecord, { provider, service }: Advance): Promise<RunRecord> {
  const [backups, schedules] = await Promise.all([
    provider.readBackups(service.service, () => true),
    provider.readSchedules(service.service),
  ]);
  const order: BackupOrder = {
    service: service.service,
    type: run.type,
    known: rememberBackups(itemsOrReject(backups, 'backups')),
    listedSchedules: schedules.state === 'not-offered' ? [] : itemsOrReject(schedules, 'schedules'),
  };
  return { ...run, state: 'requesting', progress: { ...run.progress, order } };
}

async function send(run: RunRecord, order: BackupOrder, options: Advance): Promise<RunRecord> {
  const { sends } = run.progress;
  const intent = { ...run.progress, sendingSince: options.now(), sends: sends + 1 };
  options.save({ ...run, progress: intent });
  try {
    const request = await options.provider.requestBackup(order);
    return started({ ...run, progress: { ...intent, request, sendingSince: null } }, options);
  } catch (error) {
    if (!(error instanceof ProviderError) || !error.fateUnknown) throw error;
    const { message, accepted } = error;
    return waitAfter({ ...run, progress: { ...intent, accepted }, message }, options, error);
  }
}

/** It may have arrived: the provider is asked before anything is sent again. */
async function reconcile(run: RunRecord, order: BackupOrder, options: Advance): Promise<RunRecord> {
  const request = await options.provider.findRequest(order);
  const progress = { ...run.progress, sendingSince: null };
  if (request) return started({ ...run, progress: { ...progress, request } }, options);
  if (run.progress.accepted) return awaitAccepted(run, options);
  if (run.progress.sends < MOST_SENDS) return { ...run, progress };
  const message = `the request was sent ${MOST_SENDS} times and came to nothing; ${run.message ?? ''}`;
  return end({ ...run, progress }, { state: 'failed', message }, options);
}

/** It was taken, so it may still show; a second one would be one too many. */
function awaitAccepted(run: RunRecord, options: Advance): RunRecord {
  const waitedMs = options.now() - (run.progress.sendingSince ?? run.acceptedAt);
  if (waitedMs < SHOWS_WITHIN) return waitAfter(run, options);
  const message = `${run.message ?? ''}; nothing of it has shown in ${formatDuration(waitedMs)}`;
  return end(run, { state: 'failed', message }, options);
}

function started(run: RunRecord, options: Advance): RunRecord {
  const progress = { ...run.progress, looks: 0, lastTriedAt: null };
  return waitAfter(
    { ...run, state: 'running', startedAt: options.now(), message: null, progress },
    options,
  );
}

function see(run: RunRecord, sight: RequestSight, options: Advance): RunRecord {
  switch (sight.state) {
    case 'waiting':
      return waitAfter({ ...run, message: sight.lastSeen }, options);
    case 'running':
      return waitAfter({ ...run, backup: sight.backup, message: null }, options);
    case 'succeeded':
      return end({ ...run, backup: sight.backup }, { state: 'succeeded', message: null }, options);
    case 'failed':
      return end(
        { ...run, backup: sight.backup ?? run.backup },
        { state: 'failed', message: sight.reason },
        options,
      );
  }
}

/** What passes is tried again until the run's time is over; a refusal ends it. */
function trouble(run: RunRecord, error: ProviderError, options: Advance): RunRecord {
  if (error.problem.kind !== 'unavailable')
    return end(run, { state: 'failed', message: error.message }, options);
  return waitAfter({ ...run, message: error.message }, options, error);
}

/** A provider that asks to be left alone for a while is. */
function waitAfter(run: RunRecord, { now }: Advance, error?: ProviderError): RunRecord {
  const { progress } = run;
  const looks = progress.looks + 1;
  const pause = error?.retryAfterMs ?? null;
  const notBefore = pause === null ? null : now() + pause;
  return { ...run, progress: { ...progress, looks, lastTriedAt: now(), notBefore } };
}

function timedOut({ message, state }: RunRecord): string {
  return `it had not ended in time; last seen: ${message ?? state}`;
}

interface End {
  readonly state: 'succeeded' | 'failed' | 'timed-out';
  readonly message: string | null;
}

function end(run: RunRecord, how: End, { now }: Advance): RunRecord {
  return { ...run, ...how, finishedAt: now() };
}
