import type { Rule } from './situation.ts';

/**
 * A size of 0 is never a backup. A size that is not given is unknown, not 0, and matters only
 * where a smallest size was asked for.
 */
export const tooSmall: Rule = ({ latestUsable, policy }) => {
  if (!latestUsable) return [];
  const { id: backupId, sizeBytes } = latestUsable;
  const { minSizeBytes, onUnknown } = policy;
  const unknown = sizeBytes === null;
  const judged = unknown
    ? minSizeBytes !== null
    : sizeBytes === 0 || sizeBytes < (minSizeBytes ?? 0);
  if (!judged) return [];
  const severity = unknown ? onUnknown : 'block';
  return [{ code: 'too-small', severity, backupId, sizeBytes, minSizeBytes }];
};
