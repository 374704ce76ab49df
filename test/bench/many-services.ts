import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runBuiltAction } from '../action/built-action.ts';
import { apiKey, withEmulatedCloud } from './emulated-cloud.ts';
import { median } from './median.ts';
import { requireOpenGate } from './open-gate.ts';
import { serviceIds } from './services.ts';
import { writeNote, writeTable, writeTitle } from './table.ts';

const COUNTS = [1, 25, 50, 100, 200];
const ROUNDS = 5;
const BACKUPS_EACH = 30;
const PRELOAD = import.meta.resolve('./peak-memory.js');

interface Measured {
  readonly count: number;
  readonly milliseconds: number[];
  readonly megabytes: number[];
}

/** One step for more and more services: time should grow along a line, memory hardly at all. */
export async function benchManyServices(): Promise<void> {
  writeTitle(`Services in one step, ${BACKUPS_EACH} backups each (medians of ${ROUNDS} rounds)`);
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-bench-'));
  try {
    const holdings = { services: Math.max(...COUNTS), backupsEach: BACKUPS_EACH };
    const all = await withEmulatedCloud(holdings, ({ url }) =>
      measure(url, join(folder, 'peak-memory')),
    );
    report(all);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Time and memory in runs of their own, because what reads the memory costs time. */
async function measure(url: string, memoryFile: string): Promise<Measured[]> {
  const all = COUNTS.map((count): Measured => ({ count, milliseconds: [], megabytes: [] }));
  const withPreload = { NODE_OPTIONS: `--import=${PRELOAD}`, PEAK_MEMORY_FILE: memoryFile };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { count, milliseconds, megabytes } of all) {
      milliseconds.push(await timeStep({ url, count, env: {} }));
      await timeStep({ url, count, env: withPreload });
      megabytes.push((Number(await readFile(memoryFile, 'utf8')) * 1024) / 1e6);
    }
  }
  return all;
}

interface Step {
  readonly url: string;
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
}

async function timeStep({ url, count, env }: Step): Promise<number> {
  const service = serviceIds(count).join(',');
  const inputs = { 'api-key': apiKey, 'base-url': url, service };
  const start = performance.now();
  const run = await runBuiltAction({ inputs, env });
  const took = performance.now() - start;
  requireOpenGate(run);
  return took;
}

function report(all: readonly Measured[]): void {
  const [one] = all;
  if (one === undefined) return;
  const oneTook = median(one.milliseconds);
  const oneHeld = median(one.megabytes);
  writeTable(
    ['services', 'whole step', 'per added service', 'peak memory', 'to one service'],
    all.map(({ count, milliseconds, megabytes }) => {
      const took = median(milliseconds);
      const held = median(megabytes);
      return [
        String(count),
        `${took.toFixed(0)} ms`,
        count === 1 ? '' : `${((took - oneTook) / (count - 1)).toFixed(2)} ms`,
        `${held.toFixed(0)} MB`,
        `${(held / oneHeld).toFixed(2)}`,
      ];
    }),
  );
  writeNote(
    'Time is linear if the third column stays level, memory flat if the last stays near 1.',
  );
}
