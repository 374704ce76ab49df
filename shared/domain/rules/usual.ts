import { type Backup, HISTORY, median } from '../backup.ts';
import type { UsableBackup } from '../recovery-point.ts';

/** The latest of some backups compared with those of its type before it. */
export interface Comparison {
  readonly latest: UsableBackup;
  readonly type: string;
  readonly measured: number;
  /** The median of those before it. */
  readonly usual: number;
  readonly compared: number;
}

/** With fewer, one odd backup would change the median. */
export const MIN_COMPARED = 4;

/**
 * Compares the first of `usable` with the most recent ones of its type before it, as far as
 * `measure` knows their value. `null` if there are fewer than `minCompared`. Uses only what was
 * read; no older page is requested for it.
 */
export function compareWithUsual(
  usable: readonly UsableBackup[],
  options: {
    readonly measure: (backup: Backup) => number | null;
    readonly minCompared: number;
  },
): Comparison | null {
  const { measure, minCompared } = options;
  const [latest, ...earlier] = usable;
  const type = latest?.type ?? null;
  const measured = latest ? measure(latest) : null;
  if (!latest || type === null || measured === null) return null;
  const past = earlier
    .filter((backup) => backup.type === type)
    .flatMap((backup) => measure(backup) ?? [])
    .slice(0, HISTORY);
  const usual = median(past);
  if (usual === null || past.length < minCompared) return null;
  return { latest, type, measured, usual, compared: past.length };
}
