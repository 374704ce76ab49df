import type { Backup } from '../../../../shared/domain/backup.ts';
import { itemsOf, type Reading } from '../../../../shared/domain/evidence.ts';
import type { Stage } from './bench.ts';

/** Two in the morning of a day in January 2026; the emulators' time is noon of the 15th. */
export function night(day: number): string {
  return `2026-01-${String(day).padStart(2, '0')}T02:00:00Z`;
}

/** A succeeded backup of each of the last `count` nights; their ids, the newest first. */
export function seedNights(stage: Stage, count: number): readonly string[] {
  const days = Array.from({ length: count }, (_, ago) => 15 - ago);
  const ids = days
    .toReversed()
    .map((day) => stage.seed({ status: 'succeeded', startedAt: night(day) }));
  return ids.toReversed();
}

export function idsOf(reading: Reading<Backup>): readonly (string | null)[] {
  return itemsOf(reading).map(({ id }) => id);
}
