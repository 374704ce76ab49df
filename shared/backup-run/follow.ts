import type { BackupRequestStatus } from '../domain/backup-request.ts';
import type { Instant } from '../domain/instant.ts';
import { endRun, tryLater } from './record.ts';
import type { BackupRun } from './run.ts';

/** Records what was seen of a request. */
export function followStatus<Run extends BackupRun>(
  run: Run,
  status: BackupRequestStatus,
  now: Instant,
): Run {
  switch (status.state) {
    case 'not-found':
      return tryLater({ ...run, message: 'not listed yet' }, { now });
    case 'occupied':
      return tryLater({ ...run, message: 'waiting for another backup to finish' }, { now });
    case 'waiting':
      return tryLater({ ...run, message: status.lastSeen }, { now });
    case 'running':
      return tryLater({ ...run, backup: status.backup, message: null }, { now });
    case 'succeeded':
      return endRun({ ...run, backup: status.backup }, { state: 'succeeded', message: null }, now);
    case 'failed': {
      const backup = status.backup ?? run.backup;
      return endRun({ ...run, backup }, { state: 'failed', message: status.reason }, now);
    }
  }
}
