import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { DeploymentRecord } from './deployment-record.ts';

/** As long as what is known of backups counts elsewhere. */
const MAX_AGE = 15 * MINUTE;

/**
 * Whether an approval rests on what was seen of the backups too long ago to be given now. Not one
 * that GitHub may have taken, which stays what it was, and not one that two people answer for.
 */
export function isStale({ decision, sending }: DeploymentRecord, now: Instant): boolean {
  if (decision?.state !== 'approved' || decision.why !== 'gate') return false;
  return sending !== null && !sending.isUnclear && now >= decision.at + MAX_AGE;
}

/** To be decided again. How often GitHub was asked stays known, so that it is not asked for ever. */
export function reopen(record: DeploymentRecord, now: Instant): DeploymentRecord {
  return { ...record, decision: null, lookAt: now, isReported: false };
}
