import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addNightly, addNights, writesOf } from './backups-in-emulator.ts';
import { parseResult } from './result-json.ts';
import { runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addNightly(emulator, { type: 'dump' });
});
afterEach(() => emulator.close());

const dump = (storage_bytes: number) => ({ type: 'dump', storage_bytes });
const big = (count: number) => Array.from({ length: count }, () => dump(500_000_000));

describe('a dump of 13 kB that says success after five of 500 MB', () => {
  beforeEach(() => addNights(emulator, [dump(13_000), ...big(5)]));

  test('warns, and leaves the gate open', async () => {
    const step = await runStep(emulator);
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open', reasons: 'size-dropped' });
    expect(step.failures).toEqual([]);
    expect(step.warnings).toEqual([
      expect.stringContaining(
        'is 13 kB, 99.9% smaller than usual (500 MB, the median of 5). At most 50% is allowed. [size-dropped]\nTo do: Check what is missing',
      ),
    ]);
    expect(step.summary).toContain('<sub>`size-dropped` · ');
  });

  test('is told with its numbers for machines', async () => {
    const { outputs } = await runStep(emulator, { 'max-size-drop': '80%' });
    expect(parseResult(outputs).services[0]?.findings).toMatchObject([
      {
        code: 'size-dropped',
        severity: 'warn',
        type: 'dump',
        sizeBytes: 13_000,
        medianBytes: 500_000_000,
        compared: 5,
        maxDropPercent: 80,
        limitBytes: 100_000_000,
      },
    ]);
  });

  test('closes the gate with block:50%', async () => {
    const step = await runStep(emulator, { 'max-size-drop': 'block:50%' });
    expect(step.outputs).toMatchObject({
      verdict: 'block',
      gate: 'closed',
      reasons: 'size-dropped',
    });
    expect(step.failures).toEqual([expect.stringContaining('At most 50% is allowed')]);
  });

  test('passes with off', async () => {
    const step = await runStep(emulator, { 'max-size-drop': 'off' });
    expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
    expect(step.warnings).toEqual([]);
  });

  test('costs no request more than a healthy service does', async () => {
    await runStep(emulator);
    expect(emulator.requests).toHaveLength(2);
  });

  test('that blocks is cured by a new backup with if-needed; one that warns asks for none', async () => {
    const ask = { backup: 'if-needed', 'backup-type': 'dump' };
    await runStep(emulator, ask);
    expect(writesOf(emulator)).toEqual([]);
    emulator.nextBackup({ bytes: 490_000_000 });
    const step = await runStep(emulator, { ...ask, 'max-size-drop': 'block:50%' });
    expect(writesOf(emulator)).toHaveLength(1);
    expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open' });
  });
});

test('a dump of exactly half the usual size passes even with block:50%', async () => {
  addNights(emulator, [dump(250_000_000), ...big(5)]);
  const step = await runStep(emulator, { 'max-size-drop': 'block:50%' });
  expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open' });
});

test('those on later pages are compared, too', async () => {
  addNights(emulator, [dump(13_000), ...big(9)]);
  emulator.settings.pageSizeLimit = 4;
  const step = await runStep(emulator);
  expect(step.outputs['verdict']).toBe('warn');
  expect(emulator.requests).toHaveLength(1 + 3);
});
