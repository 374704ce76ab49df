import { snapshotBefore, type SnapshotBefore } from '../domain/backup-request.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { Instant } from '../domain/instant.ts';
import { ProviderError } from '../provider/errors.ts';
import { readableItemsOrReject } from '../provider/read-list.ts';
import type { StepOptions } from './options.ts';
import { REFUSED_FOR } from './plan.ts';
import { endRun, tryLater, withFreshPace } from './record.ts';
import type { BackupRun } from './run.ts';

/** Reads what is listed before the request, so that a new backup can be recognised. */
export async function takeSnapshot<Run extends BackupRun>(
  run: Run,
  options: StepOptions<Run>,
): Promise<Run> {
  try {
    const before = await readBefore(run, options);
    const progress = { ...run.progress, before, refusedSince: null };
    return withFreshPace({ ...run, state: 'requesting', message: null, progress });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return afterRefusal(run, error, options.now());
  }
}

async function readBefore(
  run: BackupRun,
  { provider, requests, now }: Pick<StepOptions<BackupRun>, 'provider' | 'requests' | 'now'>,
): Promise<SnapshotBefore> {
  const [backups, schedules] = await Promise.all([
    provider.readBackups(run.target, () => true),
    requests.listedAsSchedules ? provider.schedules?.read(run.target) : undefined,
  ]);
  const listed: readonly Schedule[] = schedules
    ? readableItemsOrReject(schedules, 'schedules')
    : [];
  const providerNow = now() + (provider.clockOffsetMs() ?? 0);
  return snapshotBefore(readableItemsOrReject(backups, 'backups'), listed, providerNow);
}

/**
 * Nothing was sent yet. A key may be wrong for a moment while it is rotated, so only a refusal that
 * lasts ends the run; every other error is retried.
 */
export function afterRefusal<Run extends BackupRun>(
  run: Run,
  { problem, message, retryAfterMs }: ProviderError,
  now: Instant,
): Run {
  const isRefused = problem.kind === 'credential-refused' || problem.kind === 'unknown-service';
  const known = run.progress.refusedSince;
  const since = known === null || known > now ? now : known;
  if (isRefused && now - since >= REFUSED_FOR) {
    return endRun(run, { state: 'failed', message: `${message}; nothing was sent` }, now);
  }
  const progress = { ...run.progress, refusedSince: isRefused ? since : null };
  return tryLater({ ...run, message, progress }, { now, pauseMs: retryAfterMs });
}
