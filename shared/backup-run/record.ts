import type { BackupRequest } from '../domain/backup-request.ts';
import type { Instant } from '../domain/instant.ts';
import type { BackupRun, EndState } from './run.ts';

/** The run after an attempt that settled nothing. Keeps the pause that the provider asked for. */
export function tryLater<Run extends BackupRun>(
  run: Run,
  { now, pauseMs = null }: { now: Instant; pauseMs?: number | null },
): Run {
  const { progress } = run;
  const pause = pauseMs === null ? null : { from: now, ms: pauseMs };
  const looks = progress.looks + 1;
  return { ...run, progress: { ...progress, looks, lastTriedAt: now, pause } };
}

/** The provider answered, so start again with short intervals. */
export function withFreshPace<Run extends BackupRun>(run: Run): Run {
  const { progress } = run;
  return { ...run, progress: { ...progress, looks: 0, lastTriedAt: null, pause: null } };
}

/** The run with a request that the provider is known to have, whatever its status. */
export function withRequest<Run extends BackupRun>(
  run: Run,
  { requestedAt, handle }: Pick<BackupRequest, 'requestedAt' | 'handle'>,
  now: Instant,
): Run {
  const progress = { ...run.progress, sending: null, found: { requestedAt, handle } };
  const startedAt = run.startedAt ?? now;
  return withFreshPace({ ...run, state: 'running', startedAt, progress });
}

interface End {
  readonly state: EndState;
  readonly message: string | null;
}

/** The snapshot is not needed after the end, and ended runs are kept for months. */
export function endRun<Run extends BackupRun>(run: Run, how: End, now: Instant): Run {
  const { progress } = run;
  return { ...run, ...how, finishedAt: now, progress: { ...progress, before: null } };
}
