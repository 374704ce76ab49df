import type { Backup } from '../backup.ts';
import type { UsableBackup } from '../recovery-point.ts';
import { dependsOnFullBackup } from '../restore-chain.ts';
import type { Rule } from './rule-context.ts';
import { compareWithUsual } from './usual.ts';

/**
 * A size of 0 is never a backup. A size that the provider does not give is unknown, not 0, and
 * matters only with `min-size`.
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

/**
 * Types that hold the whole database, so a sudden drop means that something is missing. The others
 * hold what was written since another backup (a snapshot does so in its storage) and are small
 * after a quiet day; a gate that warned then would soon be removed.
 */
const WHOLE_TYPES: readonly string[] = ['full', 'dump'];

/** The latest usable backup is far smaller than those before it, although it says success. */
export const sizeDropped: Rule = ({ usable, policy: { maxSizeDrop } }) => {
  if (maxSizeDrop.kind === 'off') return [];
  const found = compareWithUsual({ usable: fromWholeOn(usable) }, sizeOfWhole);
  if (!found) return [];
  const { latest, type, measured: sizeBytes, usual, compared } = found;
  const { severity, percent: maxDropPercent } = maxSizeDrop;
  const leastTimes100 = usual * (100 - maxDropPercent);
  if (sizeBytes * 100 >= leastTimes100) return [];
  const limits = { maxDropPercent, limitBytes: Math.ceil(leastTimes100 / 100) };
  const measured = { sizeBytes, medianBytes: Math.round(usual), compared };
  return [{ code: 'size-dropped', severity, backupId: latest.id, type, ...measured, ...limits }];
};

/** An incremental depends on its full backup, so check that one's size. */
function fromWholeOn(usable: readonly UsableBackup[]): readonly UsableBackup[] {
  const [latest] = usable;
  if (!latest || !dependsOnFullBackup(latest)) return usable;
  const full = usable.findIndex(({ type }) => type === 'full');
  return full === -1 ? [] : usable.slice(full);
}

/** An empty backup is already reported as `too-small`, and must not lower the median. */
function sizeOfWhole({ type, sizeBytes }: Backup): number | null {
  const isWhole = type !== null && WHOLE_TYPES.includes(type);
  return isWhole && sizeBytes !== 0 ? sizeBytes : null;
}
