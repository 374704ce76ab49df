import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBackup, addNightly } from '../action/backups-in-emulator.ts';
import type { Recording } from '../action/recording-core.ts';
import { runStep } from '../action/step.ts';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { codeBlocks, docs, section } from './read-readme.ts';

const TEN_TO_SIX = Date.UTC(2026, 10, 20, 17, 50);
const SINCE_TWO = 15 + 50 / 60;

const [open, closed] = codeBlocks(section('The log', docs('result')), 'text');
let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ startAt: TEN_TO_SIX }) });
});
afterEach(() => emulator.close());

/** What stands below the title of an annotation: GitHub's log shows no titles. */
function withoutTitle(annotation: string): string {
  return annotation.slice(annotation.indexOf('\n') + 1);
}

/** The log as GitHub shows it. */
function shown({ lines, notices, failures }: Recording): string {
  const annotations = [
    ...notices.map((line) => `Notice: ${withoutTitle(line)}`),
    ...failures.map((line) => `Error: ${withoutTitle(line)}`),
  ];
  return [...lines, ...annotations].map((line) => `${line}\n`).join('');
}

test('docs/result.md shows what the step prints when all is well', async () => {
  addBackup(emulator, SINCE_TWO);
  const step = await runStep(emulator, { schedule: '0 2 * * *' });
  expect(shown(step)).toBe(open);
});

test('docs/result.md shows what the step prints when the latest backup failed', async () => {
  addBackup(emulator, SINCE_TWO + 24);
  addBackup(emulator, SINCE_TWO, { id: '5f0c:dbtgf28044362:pod-0', status: 'Failed' });
  addNightly(emulator);
  const step = await runStep(emulator, { schedule: '0 2 * * *', 'max-age': '2d' });
  expect(shown(step)).toBe(closed);
});

test('docs/undo.md finds in a log what became of which schedule', async () => {
  const [, pattern = ''] = /grep -E '([^']+)'/.exec(docs('undo')) ?? [];
  addNightly(emulator, { id: 215, suspended: true });
  addBackup(emulator, SINCE_TWO);
  const found = (step: Recording) => step.lines.flatMap((line) => line.match(pattern)?.[0] ?? []);
  const steps = [
    { schedule: 'enabled' },
    { schedule: '0 2 * * *', 'backup-type': 'dump' },
    { schedule: '0 3,15 * * *' },
    { schedule: 'suspended' },
    { schedule: 'suspended' },
  ];
  const logged: string[] = [];
  for (const step of steps) logged.push(...found(await runStep(emulator, step)));
  expect(logged).toEqual([
    'schedule 215 resumed',
    expect.stringMatching(/^schedule \d+ created$/),
    'schedule 215 updated',
    'schedule 215 suspended',
  ]);
});
