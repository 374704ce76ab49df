import type { Backup } from '../domain/backup.ts';

/**
 * Whether a list proves to be newest first: every start time is known and each is earlier than the
 * one before. Requesting an order proves nothing, and neither does a single row.
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
