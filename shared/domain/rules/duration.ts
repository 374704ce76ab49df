import { duration } from '../backup.ts';
import { MIN_DELAY } from '../policy.ts';
import type { Rule } from './rule-context.ts';
import { compareWithUsual } from './usual.ts';

/**
 * The latest usable backup took far longer than those before it. It is as good as any, so this is
 * only told: all types are compared, also those whose time follows what was written.
 */
export const slowerThanUsual: Rule = (context) => {
  const found = compareWithUsual(context, duration);
  if (!found) return [];
  const { latest, type, measured: durationMs, usual: medianMs, compared } = found;
  const limitMs = Math.max(4 * medianMs, medianMs + MIN_DELAY);
  if (durationMs <= limitMs) return [];
  const measured = { durationMs, medianMs, compared, limitMs };
  return [{ code: 'slower-than-usual', severity: 'info', backupId: latest.id, type, ...measured }];
};
