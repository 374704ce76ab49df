import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, contendersIn, missingPrograms } from './contenders.ts';
import { withEmulatedCloud } from './emulated-cloud.ts';
import { median } from './median.ts';
import { writeNotes, writeTable, writeTitle } from './table.ts';
import { timeProcess } from './time-process.ts';

const WARM_UPS = 3;
/** Few enough for one page even where no page size is asked for, so that all read the same. */
const BACKUPS = 20;

/** Whole processes side by side on one healthy service: the Action, least.js, step.sh. */
export async function benchOneService(rounds: number): Promise<void> {
  const turns = `${rounds} rounds in turns, after ${WARM_UPS} to warm up`;
  writeTitle(`Time of a whole process, one healthy service (${turns})`);
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-bench-'));
  const missing = missingPrograms();
  try {
    await Promise.all(['output', 'summary.md'].map((name) => writeFile(join(folder, name), '')));
    const holdings = { services: 1, backupsEach: BACKUPS };
    const times = await withEmulatedCloud(holdings, ({ url }) =>
      timeInTurns(contendersIn({ url, folder }, missing), rounds),
    );
    report(times);
    if (missing.length > 0) writeNotes([`step.sh was left out: ${missing.join(', ')} is missing.`]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Times = ReadonlyMap<string, readonly number[]>;

/** A B C A B C …, so that a slow moment of the machine strikes all of them. */
async function timeInTurns(contenders: readonly Contender[], rounds: number): Promise<Times> {
  const times = new Map(contenders.map(({ name }) => [name, new Array<number>()]));
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    for (const { name, command } of contenders) {
      const took = await timeProcess(command);
      if (round >= 0) times.get(name)?.push(took);
    }
  }
  return times;
}

function report(times: Times): void {
  const medians = [...times].map(([name, took]) => ({ name, took, middle: median(took) }));
  const action = medians[0]?.middle ?? Number.NaN;
  writeTable(
    ['', 'median', 'fastest', 'Action / this', 'wanted'],
    medians.map(({ name, took, middle }, index) => [
      name,
      `${middle.toFixed(1)} ms`,
      `${Math.min(...took).toFixed(1)} ms`,
      index === 0 ? '' : (action / middle).toFixed(2),
      index === 1 ? 'at most 1.25' : '',
    ]),
  );
}
