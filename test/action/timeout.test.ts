import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../action/main.ts';
import type { Clock } from '../../shared/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addHealthy, writesOf } from './backups-in-emulator.ts';
import { createRecording } from './recording-core.ts';
import { type GivenInputs, inputsOf, runStep } from './step.ts';

let emulator: MariadbCloudEmulator;
let start: number;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addHealthy(emulator);
  start = emulator.clock.now();
});
afterEach(() => emulator.close());

const step = (given: GivenInputs = {}) => runStep(emulator, given);
const waited = () => emulator.clock.now() - start;

describe('a provider that is away for a moment', () => {
  test.each([
    ['a second', 3],
    ['half a minute', 7],
  ])('for %s blocks no deploy', async (_, times) => {
    // Both lists are read at the same time.
    emulator.fail({ kind: 'status', status: 503, times: times * 2 });
    const { outputs } = await step();
    expect(outputs).toMatchObject({ gate: 'open', verdict: 'pass' });
  });

  test('is said in the log where it lasts, once for both lists', async () => {
    emulator.fail({ kind: 'refused-connection', times: 12 });
    const recording = createRecording();
    const inputs = inputsOf({ 'base-url': emulator.url });
    await run(inputs, { core: recording.core, clock: sharedClock(), env: {} });
    expect(recording.lines.filter((line) => line.includes('trying again'))).toEqual([
      'MariaDB Cloud: the connection dropped before the answer was complete; trying again in 4s',
      'MariaDB Cloud: the connection dropped before the answer was complete; trying again in 9s',
    ]);
  });

  test('for longer is waited for one minute, however many services there are', async () => {
    const services = Array.from({ length: 20 }, (_, index) => `service-${index}`);
    emulator.fail({ kind: 'status', status: 503, times: Infinity });
    const { outputs } = await step({ service: services.join() });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(waited()).toBeGreaterThanOrEqual(60_000);
    // The emulator's clock moves for each list that waits.
    expect(waited()).toBeLessThan(60_000 * 13);
  });
});

describe('timeout bounds', () => {
  test('the retries', async () => {
    emulator.fail({ kind: 'status', status: 503, times: Infinity });
    const { outputs } = await step({ timeout: '10s' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(waited()).toBeLessThan(10_000);
  });

  test.each(['55', '3600'])(
    'the pause of %s seconds that a server asks for',
    async (retryAfter) => {
      emulator.fail({ kind: 'status', status: 429, retryAfter, times: Infinity });
      const { outputs } = await step({ timeout: '10s' });
      expect(outputs['reasons']).toBe('evidence-unavailable');
      expect(waited()).toBe(0);
    },
  );

  test('the time for answers, of all services together', async () => {
    emulator.fail({ kind: 'hang', times: Infinity });
    const begun = performance.now();
    const { outputs, failures } = await step({ timeout: '1s', service: 'one,two,three,four' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(failures.join()).toContain('the timeout was reached');
    // The held clock stands still meanwhile, so the requests behind the first six take as long.
    expect(performance.now() - begun).toBeLessThan(8000);
  });

  test('the search for a schedule whose fate is unknown, and then nothing is sent again', async () => {
    emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    emulator.fail({ kind: 'json', body: { schedules: [] }, when: LIST, times: Infinity });
    const { outputs, failures } = await step({
      timeout: '10s',
      schedule: '30 4 * * *',
      'schedule-id': '',
    });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
    expect(failures.join()).toContain('the request may have arrived, so it was not repeated');
    expect(writesOf(emulator)).toHaveLength(1);
    expect(waited()).toBeLessThanOrEqual(12_000);
  });
});

const LIST = { method: 'GET', path: /schedules$/ };

/** Those who sleep at the same time wake at the same time. */
function sharedClock(): Clock {
  const { clock } = emulator;
  return {
    now: () => clock.now(),
    sleep: async (milliseconds) => {
      const end = clock.now() + milliseconds;
      // As long as the slowest of two requests that were sent side by side may still be under way.
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(Math.max(0, end - clock.now()));
    },
  };
}
