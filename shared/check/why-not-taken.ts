import type { Evidence } from '../domain/evidence.ts';
import { isNeeded } from './gather.ts';
import type { CheckContext } from './options.ts';

/**
 * Why no backup is taken although one was asked for; `null` if one is to be taken. `undecided`: the
 * backups could not be read, so it is not known whether one is needed.
 */
export function whyNotTaken(
  evidence: Evidence,
  context: CheckContext,
): 'not-needed' | 'undecided' | 'dry-run' | null {
  const { backup, dryRun } = context.options;
  if (backup === 'if-needed' && !isNeeded(evidence, context)) {
    return 'items' in evidence.backups ? 'not-needed' : 'undecided';
  }
  return dryRun ? 'dry-run' : null;
}
