import type { Instant } from '../domain/instant.ts';
import type { StepOptions } from './options.ts';
import { searchTime } from './pace.ts';
import { followStatus } from './follow.ts';
import { tryLater, withFreshPace, withRequest } from './record.ts';
import { requestOf } from './request.ts';
import type { BackupRun } from './run.ts';

/** Checks the progress of a request that the provider is known to have. */
export async function look<Run extends BackupRun>(
  run: Run,
  { requests, now }: StepOptions<Run>,
): Promise<Run> {
  const { status, request } = await requests.find(requestOf(run));
  const { requestedAt, handle } = request;
  const progress = { ...run.progress, found: { requestedAt, handle } };
  return followStatus({ ...run, progress }, status, now());
}

/** Searches for a request that may not have arrived. */
export async function search<Run extends BackupRun>(
  run: Run,
  { requests, now }: StepOptions<Run>,
): Promise<Run> {
  const { status, request } = await requests.find(requestOf(run));
  const isUnclear = status.state === 'failed' && request.handle === null && !requests.oneAtATime;
  // A failed backup that nothing ties to the request may be a scheduled one.
  if (status.state === 'not-found' || isUnclear) return searchOn(run, now());
  if (status.state === 'occupied') return searchOn(withSearchFrom(run, now()), now());
  return followStatus(withRequest(run, request, now()), status, now());
}

/** A request that was answered with success is never sent again, or there would be two backups. */
function searchOn<Run extends BackupRun>(run: Run, now: Instant): Run {
  const { progress } = run;
  const { sending, sends } = progress;
  if (sending && sending.since > now) return tryLater(withSearchFrom(run, now), { now });
  const isOver = !sending || now - sending.since >= searchTime(sends);
  if (sending?.taken || !isOver) return tryLater(run, { now });
  return withFreshPace({ ...run, progress: { ...progress, sending: null } });
}

/** While another backup blocks it, the request may show up later than usual. */
function withSearchFrom<Run extends BackupRun>(run: Run, since: Instant): Run {
  const { sending } = run.progress;
  return sending ? { ...run, progress: { ...run.progress, sending: { ...sending, since } } } : run;
}
