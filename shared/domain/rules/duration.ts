import { duration } from '../backup.ts';
import { MIN_DELAY } from '../policy.ts';
import type { Rule } from './rule-context.ts';
import { compareWithUsual, MIN_COMPARED } from './usual.ts';

/**
 * The latest usable backup took far longer than those before it. Only information: the backup is
 * complete. All types are compared, also those whose duration follows the amount written.
 */
export const slowerThanUsual: Rule = ({ usable }) => {
  const found = compareWithUsual(usable, { measure: duration, minCompared: MIN_COMPARED });
  if (!found) return [];
  const { latest, type, measured: durationMs, usual: medianMs, compared } = found;
  const limitMs = Math.max(4 * medianMs, medianMs + MIN_DELAY);
  if (durationMs <= limitMs) return [];
  const measured = { durationMs, medianMs, compared, limitMs };
  return [{ code: 'slower-than-usual', severity: 'info', backupId: latest.id, type, ...measured }];
};
