import { timeTextOf } from '../backup.ts';
import { newestEnded, type Rule } from './rule-context.ts';

/** The newest finished backup must have succeeded. */
export const latestBackupFailed: Rule = ({ newestFinished: latest }) => {
  if (latest?.status !== 'failed' && latest?.status !== 'canceled') return [];
  return [
    {
      code: 'latest-backup-failed',
      severity: 'block',
      backupId: latest.id,
      status: latest.status,
      statusText: latest.statusText,
      type: latest.type,
      startedAt: latest.startedAt,
      ...timeTextOf(latest),
      detail: latest.detail,
    },
  ];
};

/** An unknown status word is neither success nor failure. */
export const statusUnrecognised: Rule = (context) => {
  const latest = newestEnded(context);
  if (latest?.status !== 'unrecognised') return [];
  return [
    {
      code: 'status-unrecognised',
      severity: context.policy.onUnknown,
      backupId: latest.id,
      statusText: latest.statusText,
    },
  ];
};

/**
 * A success with failed rows is still a success, but whoever restores it must know. If no row
 * succeeded, nothing was saved.
 */
export const rowsFailed: Rule = ({ latestUsable }) => {
  const failedRows = latestUsable?.failedRows ?? 0;
  if (!latestUsable || failedRows === 0) return [];
  const { id: backupId, succeededRows } = latestUsable;
  const severity = succeededRows === 0 ? 'block' : 'info';
  return [{ code: 'rows-failed', severity, backupId, failedRows, succeededRows }];
};
