import type { RequestMoment } from '../domain/backup-request.ts';
import type { Instant } from '../domain/instant.ts';
import { ProviderError } from '../provider/errors.ts';
import type { RunOptions, StepOptions } from './options.ts';
import { followStatus } from './follow.ts';
import { endRun, tryLater, withRequest } from './record.ts';
import { requestOf } from './request.ts';
import type { BackupRun } from './run.ts';
import { afterRefusal } from './snapshot.ts';

/**
 * Sends the request once. The run is recorded before the request leaves and after its answer, so a
 * crash in between leads to a search and not to a second request.
 */
export async function send<Run extends BackupRun>(
  run: Run,
  options: StepOptions<Run>,
): Promise<Run> {
  const occupied = options.requests.oneAtATime ? await findOccupiedBeforeSend(run, options) : null;
  if (occupied) return occupied;
  const intent = withIntent(run, options);
  options.save(intent);
  try {
    const request = await options.requests.send(requestOf(intent));
    const now = options.now();
    return tryLater({ ...withRequest(intent, request, now), message: null }, { now });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return afterFailedSend(intent, error, options);
  }
}

function withIntent<Run extends BackupRun>(run: Run, options: StepOptions<Run>): Run {
  const since = options.now();
  const sending = { since, requestedAt: momentOf(since, run, options), taken: false };
  return { ...run, progress: { ...run.progress, sending, sends: run.progress.sends + 1 } };
}

/** By the provider's clock, using the offset seen in its last answer. */
function momentOf(
  now: Instant,
  { progress }: BackupRun,
  { provider }: Pick<RunOptions, 'provider'>,
): RequestMoment {
  const offsetMs = provider.clockOffsetMs() ?? progress.clockOffsetMs;
  return offsetMs === null ? { at: now, clock: 'ours' } : { at: now + offsetMs, clock: 'provider' };
}

/**
 * For a provider that runs one backup at a time: join a backup that began since the run was
 * accepted, wait for an earlier one. `null` if there is none.
 */
async function findOccupied<Run extends BackupRun>(
  run: Run,
  { requests, now }: StepOptions<Run>,
): Promise<Run | null> {
  const requestedAt: RequestMoment = { at: run.acceptedAt, clock: 'ours' };
  const { status, request } = await requests.find({ ...requestOf(run), requestedAt });
  switch (status.state) {
    case 'not-found':
    case 'failed':
    case 'waiting':
      return null;
    case 'occupied':
      return tryLater({ ...run, message: WAITS_FOR_ANOTHER }, { now: now() });
    case 'running':
    case 'succeeded':
      return followStatus(withRequest(run, request, now()), status, now());
  }
}

const WAITS_FOR_ANOTHER = 'waiting for an earlier backup to finish';

async function findOccupiedBeforeSend<Run extends BackupRun>(
  run: Run,
  options: StepOptions<Run>,
): Promise<Run | null> {
  try {
    return await findOccupied(run, options);
  } catch (error) {
    if (!(error instanceof ProviderError) || run.progress.sends > 0) throw error;
    return afterRefusal(run, error, options.now());
  }
}

async function afterFailedSend<Run extends BackupRun>(
  intent: Run,
  error: ProviderError,
  options: StepOptions<Run>,
): Promise<Run> {
  const { fate, problem, message, retryAfterMs: pauseMs } = error;
  const { sending, sends } = intent.progress;
  if (fate === 'unsent') {
    const progress = { ...intent.progress, sending: null, sends: sends - 1 };
    return tryLater({ ...intent, message, progress }, { now: options.now() });
  }
  if (fate !== 'not-taken') {
    const lost = sending && { ...sending, taken: fate === 'taken' };
    const progress = { ...intent.progress, sending: lost, looks: 0 };
    return tryLater({ ...intent, message, progress }, { now: options.now(), pauseMs });
  }
  const unsent = { ...intent, progress: { ...intent.progress, sending: null } };
  if (problem.kind === 'unavailable') {
    return tryLater({ ...unsent, message }, { now: options.now(), pauseMs });
  }
  if (options.requests.oneAtATime && problem.kind === 'refused') {
    return afterOccupiedRefusal(unsent, message, options);
  }
  return endRun(unsent, { state: 'failed', message }, options.now());
}

/**
 * The provider may have refused because a backup began just before. If that one has ended already,
 * send again to find out.
 */
async function afterOccupiedRefusal<Run extends BackupRun>(
  unsent: Run,
  message: string,
  options: StepOptions<Run>,
): Promise<Run> {
  try {
    const occupied = await findOccupied(unsent, options);
    if (occupied) return occupied;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return tryLater({ ...unsent, message }, { now: options.now(), pauseMs: error.retryAfterMs });
  }
  if (unsent.message === message) {
    return endRun(unsent, { state: 'failed', message }, options.now());
  }
  return tryLater({ ...unsent, message }, { now: options.now() });
}
