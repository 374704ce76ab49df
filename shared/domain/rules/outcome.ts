import { newestEnded, type Rule } from './situation.ts';

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
    },
  ];
};

/** A status word that is not known is neither success nor failure, so it is unknown. */
export const statusUnrecognised: Rule = (situation) => {
  const latest = newestEnded(situation);
  if (latest?.status !== 'unrecognised') return [];
  return [
    {
      code: 'status-unrecognised',
      severity: situation.policy.onUnknown,
      backupId: latest.id,
      statusText: latest.statusText,
    },
  ];
};
