import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addHealthy, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;
let start: number;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addHealthy(emulator);
  start = emulator.clock.now();
});
afterEach(() => emulator.close());

const take = (given: GivenInputs = {}) => runStep(emulator, { backup: 'always', ...given });

/** Asking for the schedule of the request is what every look at it does once. */
const atALook: NonNullable<Fault['when']> = { method: 'GET', path: /schedules\/\d+$/ };

/** The lists, and the schedule of the request. */
const LOOKS = /(?:backups|schedules(?:\/\d+)?)$/;

/** Milliseconds since the request at which it was looked at. */
function looks(): readonly number[] {
  const asked = emulator.requests.filter(({ path }) => /schedules\/\d+$/.test(path));
  return [...new Set(asked.map(({ at }) => at - start))];
}

test('every look leaves one line with the elapsed time and the state', async () => {
  emulator.nextBackup({ queuedMs: 4000, runningMs: 6000 });
  const { lines } = await take();
  const waiting = lines.filter((line) => / after .*: /.test(line));
  expect(waiting).toEqual([
    expect.stringMatching(/after 2s: .*[Ss]cheduled/),
    expect.stringMatching(/after 5s: .*running/),
    expect.stringMatching(/after 9s: .*running/),
    expect.stringMatching(/after 16s: .*succeeded/),
  ]);
});

test('the looks go from 2 seconds apart to 30, and never further', async () => {
  emulator.nextBackup({ runningMs: 600_000 });
  await take();
  const apart = looks().map((at, index, all) => at - (all[index - 1] ?? 0));
  expect(apart[0]).toBe(2000);
  expect(apart.slice(0, 8)).toEqual(apart.slice(0, 8).toSorted((a, b) => a - b));
  expect(new Set(apart.slice(7))).toEqual(new Set([30_000]));
  expect(apart.length).toBeGreaterThan(20);
});

describe('the wait is bounded by timeout', () => {
  test('and then the gate closes, with a last look at the very end', async () => {
    emulator.nextBackup({ runningMs: Infinity });
    const { outputs, failures } = await take({ timeout: '10m' });
    expect(looks().at(-1)).toBe(600_000);
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
    expect(failures.join()).toContain('10m');
    expect(parseResult(outputs).services[0]?.request?.['state']).toBe('timed-out');
  });

  test.each([
    [59_999, 'open'],
    [60_000, 'open'],
    [60_001, 'closed'],
  ])('a backup that ends after %d ms of one minute leaves the gate %s', async (end, gate) => {
    emulator.nextBackup({ queuedMs: 1000, runningMs: end - 1000 });
    const { outputs } = await take({ timeout: '1m' });
    expect(outputs['gate']).toBe(gate);
  });

  test('which several services share', async () => {
    addHealthy(emulator, 'another');
    emulator.nextBackup({ runningMs: Infinity });
    emulator.nextBackup({ runningMs: Infinity });
    await take({ service: `${SERVICE},another`, timeout: '5m' });
    // The two sleeps share one clock here, so that it may end one interval late, but not twice 5m.
    expect(emulator.clock.now() - start).toBeLessThanOrEqual(330_000);
  });

  test('together with the wait for a backup that already runs', async () => {
    emulator.addBackup({
      service_id: SERVICE,
      type: 'full',
      status: 'Running',
      start_time: '2026-01-15T11:59:00Z',
    });
    const { outputs } = await take({ 'in-progress': 'wait', timeout: '1m' });
    expect(emulator.clock.now() - start).toBe(60_000);
    expect(outputs['gate']).toBe('closed');
    expect(outputs['reasons']).toContain('wait-timed-out');
  });
});

describe('while waiting', () => {
  const down: Fault = { kind: 'status', status: 503, retryAfter: '0' };

  test('passing errors do not end the wait, and are said', async () => {
    emulator.nextBackup({ runningMs: 60_000 });
    // Three attempts are one look.
    emulator.fail({ ...down, times: 6, when: atALook });
    const { outputs, lines } = await take();
    expect(outputs['gate']).toBe('open');
    expect(lines.filter((line) => line.includes('503'))).toHaveLength(2);
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test('a list that cannot be read for a while does not end it either', async () => {
    emulator.nextBackup({ runningMs: 60_000 });
    emulator.fail({ ...down, times: 3, skip: 1, when: { path: /backups$/ } });
    expect((await take()).outputs['gate']).toBe('open');
  });

  test.each([400, 401, 403, 404, 302])(
    'a look that is refused (%d) ends nothing',
    async (status) => {
      emulator.nextBackup({ runningMs: 60_000 });
      emulator.fail({
        kind: 'status',
        status,
        times: 6,
        skip: 2,
        when: { method: 'GET', path: LOOKS },
      });
      const { outputs } = await take();
      expect(outputs).toMatchObject({ gate: 'open', verdict: 'pass' });
      expect(writesOf(emulator)).toHaveLength(1);
    },
  );

  test.each([401, 403])('a refusal (%d) to the very end is said', async (status) => {
    emulator.nextBackup({ runningMs: Infinity });
    emulator.fail({ kind: 'status', status, times: Infinity, when: atALook });
    const { outputs, failures } = await take({ timeout: '5m' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
    expect(failures.join()).toContain(`HTTP ${status}`);
  });

  test('a provider that asks for a pause of 300 seconds is asked nothing until then', async () => {
    emulator.nextBackup({ queuedMs: 0, runningMs: 1000 });
    const pause: Fault = { kind: 'status', status: 429, retryAfter: '300' };
    emulator.fail({ ...pause, times: 2, when: { method: 'GET', path: LOOKS }, skip: 2 });
    expect((await take()).outputs['gate']).toBe('open');
    expect(looks()).toEqual([2000, 302_000]);
  });

  test('the schedule of the request may vanish: the list tells the rest', async () => {
    emulator.nextBackup({ runningMs: 60_000 });
    emulator.fail({ kind: 'status', status: 404, times: Infinity, when: atALook });
    expect((await take()).outputs).toMatchObject({ gate: 'open', reasons: '' });
  });

  test('a success of somebody else of another type is not taken for ours', async () => {
    emulator.nextBackup({ runningMs: Infinity });
    emulator.addBackup({
      service_id: SERVICE,
      type: 'dump',
      status: 'Succeeded',
      start_time: '2026-01-15T12:00:00Z',
    });
    const { outputs } = await take({ timeout: '2m' });
    expect(outputs['reasons']).toBe('wait-timed-out');
  });
});
