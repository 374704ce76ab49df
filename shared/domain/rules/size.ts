import type { Backup } from '../backup.ts';
import type { Finding } from '../finding.ts';
import { isActive } from '../schedule.ts';
import type { Rule, RuleContext } from './rule-context.ts';
import { compareWithUsual, MIN_COMPARED } from './usual.ts';

/**
 * A size of 0 is never a backup. A size that the provider does not give is unknown, not 0, and
 * matters only with `min-size`. What the latest usable backup depends on is checked too: the full
 * one at the end against `min-size`, and those between, small by nature, for being empty.
 */
export const tooSmall: Rule = ({ latestUsable: latest, chains, policy }) => {
  if (!latest) return [];
  const { minSizeBytes, onUnknown } = policy;
  const chain = chains.chainOf(latest);
  const measured = [latest, ...chain.slice(-1)];
  // What is known to be too small goes before a size that is not known.
  const small =
    chain.find(({ sizeBytes }) => sizeBytes === 0) ??
    measured.find(({ sizeBytes }) => sizeBytes !== null && sizeBytes < (minSizeBytes ?? 0)) ??
    measured.find(({ sizeBytes }) => sizeBytes === null && minSizeBytes !== null);
  if (!small) return [];
  const finding: Finding = {
    code: 'too-small',
    severity: small.sizeBytes === null ? onUnknown : 'block',
    backupId: small.id,
    dependentBackupId: small === latest ? null : latest.id,
    sizeBytes: small.sizeBytes,
    minSizeBytes,
  };
  return [finding];
};

/**
 * Types that hold the whole database, so a sudden drop means that something is missing. The others
 * hold what was written since another backup (a snapshot does so in its storage) and are small
 * after a quiet day; a gate that warned then would soon be removed.
 */
const WHOLE_TYPES: readonly string[] = ['full', 'dump'];

/** With so few to compare that one odd backup changes the median, only a collapse counts. */
const MIN_FOR_COLLAPSE = 2;
const COLLAPSE_PERCENT = 90;

/**
 * The latest full backup or dump is far smaller than those before it, although it says success. A
 * newer backup of another type does not make up for it.
 */
export const sizeDropped: Rule = (context) =>
  WHOLE_TYPES.filter((type) => isTaken(type, context)).flatMap((type) => dropOf(type, context));

/** A type that nobody takes any more does not count for as long as its last backup is kept. */
function isTaken(type: string, { usable, recurring }: RuleContext): boolean {
  const newest = usable.find((backup) => WHOLE_TYPES.includes(backup.type ?? ''));
  return newest?.type === type || recurring.some((each) => isActive(each) && each.type === type);
}

function dropOf(wholeType: string, context: RuleContext): readonly Finding[] {
  const { maxSizeDrop } = context.policy;
  if (maxSizeDrop.kind === 'off') return [];
  const found = compareWithUsual(wholeBackups(wholeType, context), {
    measure: ({ sizeBytes }) => sizeBytes,
    minCompared: MIN_FOR_COLLAPSE,
  });
  if (!found) return [];
  const { latest, type, measured: sizeBytes, usual, compared } = found;
  const { severity, percent } = maxSizeDrop;
  const maxDropPercent = compared < MIN_COMPARED ? Math.max(percent, COLLAPSE_PERCENT) : percent;
  const leastTimes100 = usual * (100 - maxDropPercent);
  if (sizeBytes * 100 >= leastTimes100) return [];
  const limits = { maxDropPercent, limitBytes: Math.ceil(leastTimes100 / 100) };
  const measured = { sizeBytes, medianBytes: Math.round(usual), compared };
  return [{ code: 'size-dropped', severity, backupId: latest.id, type, ...measured, ...limits }];
}

/**
 * The usable backups of this type, the latest first. An empty one must not lower the median, and
 * is left to `too-small` if that rule sees it.
 */
function wholeBackups(
  wholeType: string,
  { usable, latestUsable, chains }: RuleContext,
): RuleContext['usable'] {
  const [latest, ...earlier] = usable.filter(({ type }) => type === wholeType);
  const seen: readonly Backup[] = latestUsable ? chains.chainOf(latestUsable) : [];
  if (!latest || (latest.sizeBytes === 0 && seen.includes(latest))) return [];
  return [latest, ...earlier.filter(({ sizeBytes }) => sizeBytes !== 0)];
}
