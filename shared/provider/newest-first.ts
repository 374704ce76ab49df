import type { Backup } from '../domain/backup.ts';

/**
 * Whether a list shows by itself that its newest backups come first: every start time is known and
 * each is earlier than the one before. Asking for an order proves nothing, and nor does one row.
 */
export function provesNewestFirst(backups: readonly Backup[]): boolean {
  return (
    backups.length > 1 &&
    backups.every(({ startedAt }, index) => {
      const previous = backups[index - 1]?.startedAt ?? Number.POSITIVE_INFINITY;
      return startedAt !== null && startedAt < previous;
    })
  );
}
