import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import { drawHistory } from '../../../shared/report/chart.ts';
import { backup, LAST_DUE } from '../../shared/domain/evidence-fixture.ts';

/** Charts with every mark there is, of days and of hours: no step has all of them at once. */
export function drawEveryMark(): string {
  return [drawHistory(backupsEvery(DAY)), drawHistory(backupsEvery(HOUR))].join('\n');
}

const ODD: ReadonlyMap<number, Partial<Backup>> = new Map([
  [2, { status: 'failed' }],
  [5, { status: 'canceled' }],
  [8, { sizeBytes: null }],
  [10, { status: 'unrecognised' }],
  [11, { sizeBytes: 0 }],
  [13, { status: 'running', endedAt: null, sizeBytes: null }],
]);

function backupsEvery(period: number): readonly Backup[] {
  return Array.from({ length: 14 }, (_, index) => {
    const startedAt = LAST_DUE - (13 - index) * period;
    const endedAt = startedAt + (8 + (index % 3)) * MINUTE;
    return backup({ startedAt, endedAt, sizeBytes: 5e6 + index * 4e4, ...ODD.get(index) });
  });
}
