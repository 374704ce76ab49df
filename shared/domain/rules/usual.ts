import { type Backup, HISTORY, median } from '../backup.ts';
import type { UsableBackup } from '../recovery-point.ts';
import type { RuleContext } from './rule-context.ts';

/** The latest usable backup beside those of its type before it. */
export interface Comparison {
  readonly latest: UsableBackup;
  readonly type: string;
  readonly measured: number;
  /** The median of those before it. */
  readonly usual: number;
  readonly compared: number;
}

/** Fewer show no habit: the median of three is one odd backup away from another. */
const MIN_COMPARED = 4;

/**
 * Holds the latest usable backup against the most recent usable ones of its type before it, as far
 * as `measure` knows them. `null` where nothing can be said, because too few are known: what is
 * usual is told from what was read, and no more of the list is asked for.
 */
export function compareWithUsual(
  { usable }: Pick<RuleContext, 'usable'>,
  measure: (backup: Backup) => number | null,
): Comparison | null {
  const [latest, ...earlier] = usable;
  const type = latest?.type ?? null;
  const measured = latest ? measure(latest) : null;
  if (!latest || type === null || measured === null) return null;
  const past = earlier
    .filter((backup) => backup.type === type)
    .flatMap((backup) => measure(backup) ?? [])
    .slice(0, HISTORY);
  const usual = median(past);
  if (usual === null || past.length < MIN_COMPARED) return null;
  return { latest, type, measured, usual, compared: past.length };
}
