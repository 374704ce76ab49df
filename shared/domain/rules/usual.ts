import { type Backup, HISTORY, median } from '../backup.ts';
import type { UsableBackup } from '../recovery-point.ts';
import type { RuleContext } from './rule-context.ts';

/** The latest usable backup compared with those of its type before it. */
export interface Comparison {
  readonly latest: UsableBackup;
  readonly type: string;
  readonly measured: number;
  /** The median of those before it. */
  readonly usual: number;
  readonly compared: number;
}

/** With fewer, one odd backup would change the median. */
const MIN_COMPARED = 4;

/**
 * Compares the latest usable backup with the most recent usable ones of its type before it, as far
 * as `measure` knows their value. `null` if there are too few. Uses only what was read; no older
 * page is requested for it.
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
