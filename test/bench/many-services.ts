import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as v from 'valibot';
import { runBuiltAction } from '../action/built-action.ts';
import { apiKey, withEmulatedCloud } from './emulated-cloud.ts';
import { median } from './median.ts';
import { requireOpenGate } from './open-gate.ts';
import { serviceIds } from './services.ts';
import { writeNotes, writeTable, writeTitle } from './table.ts';

const COUNTS = [1, 25, 50, 100, 200];
const ROUNDS = 5;
const BACKUPS_EACH = 30;
const PRELOAD = import.meta.resolve('./memory.js');

interface Measured {
  readonly count: number;
  readonly milliseconds: number[];
  /** Bytes, as those of the next. */
  readonly peak: number[];
  readonly held: number[];
}

const LEGEND = [
  'per added service: what each service beyond the first adds; time is linear if it does not rise.',
  'peak memory: the most the process ever took: Node.js itself (nearly all of the first row), and',
  '  beyond that mostly garbage that V8 has not collected yet.',
  'held at the end: the heap that is left after a forced collection, so what is really kept.',
];

const Memory = v.object({ peak: v.number(), held: v.number() });

/** One step for more and more services: time should grow along a line, memory hardly at all. */
export async function benchManyServices(): Promise<void> {
  writeTitle(`Services in one step, ${BACKUPS_EACH} backups each (medians of ${ROUNDS} rounds)`);
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-bench-'));
  try {
    const holdings = { services: Math.max(...COUNTS), backupsEach: BACKUPS_EACH };
    const all = await withEmulatedCloud(holdings, ({ url }) =>
      measure(url, join(folder, 'memory.json')),
    );
    report(all);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Time and memory in runs of their own, because what reads the memory costs time. */
async function measure(url: string, memoryFile: string): Promise<Measured[]> {
  const all = COUNTS.map((count): Measured => ({ count, milliseconds: [], peak: [], held: [] }));
  const withPreload = { NODE_OPTIONS: `--import=${PRELOAD}`, MEMORY_FILE: memoryFile };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { count, milliseconds, peak, held } of all) {
      milliseconds.push(await timeStep({ url, count, env: {} }));
      await timeStep({ url, count, env: withPreload });
      const memory = v.parse(Memory, JSON.parse(await readFile(memoryFile, 'utf8')));
      peak.push(memory.peak);
      held.push(memory.held);
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
  const oneTook = median(all[0]?.milliseconds ?? []);
  writeTable(
    ['services', 'whole step', 'per added service', 'peak memory', 'held at the end'],
    all.map(({ count, milliseconds, peak, held }) => {
      const took = median(milliseconds);
      return [
        String(count),
        `${took.toFixed(0)} ms`,
        count === 1 ? '' : `${((took - oneTook) / (count - 1)).toFixed(2)} ms`,
        `${(median(peak) / 1e6).toFixed(0)} MB`,
        `${(median(held) / 1e6).toFixed(1)} MB`,
      ];
    }),
  );
  writeNotes(LEGEND);
}
