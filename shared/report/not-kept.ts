import type { AgeLimit, FindingOf } from '../domain/finding.ts';

/** What there is to find out about a due run, as the end of "find out why". */
export const NOT_KEPT: Readonly<Record<FindingOf<'schedule-not-kept'>['outcome'], string>> = {
  unusable: 'it cannot be used',
  running: 'it does not end',
  failed: 'it failed',
  missing: 'the schedule did not run',
};

export function whyTooOld(limit: AgeLimit): string {
  if (limit.kind !== 'due') return 'none was taken since';
  return limit.outcome === 'kept' ? 'it cannot be used' : NOT_KEPT[limit.outcome];
}
