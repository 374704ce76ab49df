import type { Backup } from '../../../../shared/domain/backup.ts';
import { backup, DAY, LAST_DUE } from '../evidence-fixture.ts';

/** A backup of each night, the last night's first; `shared` is true of all of them. */
export function nights(
  rows: readonly Partial<Backup>[],
  shared: Partial<Backup> = {},
): readonly Backup[] {
  return rows.map((row, ago) =>
    backup({ id: `night-${ago}`, startedAt: startOf(ago), ...shared, ...row }),
  );
}

export function startOf(nightsAgo: number): number {
  return LAST_DUE - nightsAgo * DAY;
}

/** `count` times the same. */
export function times<Item>(count: number, item: Item): readonly Item[] {
  return Array.from({ length: count }, () => item);
}
