import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import {
  ANSWERED_UNREADABLY,
  DONE_UNKNOWN,
  NOT_DONE_UNKNOWN,
  TURNED_DOWN,
} from '../provider/mariadb-cloud/fates.ts';
import { backupRow, hoursAgo } from '../provider/mariadb-cloud/rows.ts';
import { startAdvancing } from './advancing.ts';

holdRetryDelays();

const POST = { method: 'POST' };

describe('a request that the provider turns down', () => {
  test.each(TURNED_DOWN)('ends the run at once, unrepeated: $status', async (fault) => {
    const { accepted, step, emulator, count, countBackups } = await startAdvancing();
    emulator.fail({ ...fault, when: POST, times: 100 });
    const run = await step(accepted);
    expect(run).toMatchObject({ state: 'failed', finishedAt: accepted.acceptedAt });
    expect(run.message).toContain('MariaDB Cloud');
    expect([count('POST'), countBackups()]).toEqual([1, 0]);
  });
});

describe('a request whose answer does not tell its fate', () => {
  test.each(DONE_UNKNOWN)('is found to have been done: $kind $status', async (fault) => {
    const { accepted, finish, emulator, countBackups } = await startAdvancing();
    emulator.fail({ ...fault, when: POST });
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded' });
    expect(countBackups()).toBe(1);
  });

  test.each(NOT_DONE_UNKNOWN)('is sent again where it was not: $kind $status', async (fault) => {
    const { accepted, finish, emulator, countBackups } = await startAdvancing();
    emulator.fail({ ...fault, when: POST });
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded' });
    expect(countBackups()).toBe(1);
  });

  test('is not sent again as long as the provider cannot be asked about it', async () => {
    const { accepted, finish, step, emulator, clock, count, countBackups } = await startAdvancing();
    emulator.fail({ kind: 'lost-answer', when: POST });
    emulator.fail({ kind: 'status', status: 503, when: { method: 'GET' }, skip: 2, times: 30 });
    let run = await step(accepted);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      expect(run).toMatchObject({ state: 'requesting', progress: { found: null } });
      await clock.sleep(MINUTE);
      run = await step(run);
    }
    expect(count('POST')).toBe(1);
    emulator.clearFaults();
    expect(await finish(run)).toMatchObject({ state: 'succeeded' });
    expect([count('POST'), countBackups()]).toEqual([1, 1]);
  });

  test('is given up at the time of the run when it came to nothing time after time', async () => {
    const { accepted, finish, emulator, countBackups, count } = await startAdvancing();
    emulator.fail({ kind: 'refused-connection', when: POST, times: 100 });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'timed-out', finishedAt: run.acceptedAt + HOUR });
    expect(run.message).toContain(`the request was sent ${count('POST')} times, but no backup`);
    expect(run.message).toContain('last seen: MariaDB Cloud did not answer');
    expect(countBackups()).toBe(0);
  });
});

describe('a request that was answered as a success, unreadably,', () => {
  test.each(ANSWERED_UNREADABLY)(
    'and of which nothing is to be seen, is not sent again: %j',
    async (fault) => {
      const { accepted, finish, emulator, count } = await startAdvancing();
      emulator.fail({ ...fault, when: POST, times: 100 });
      const run = await finish(accepted);
      expect(run).toMatchObject({ state: 'timed-out', finishedAt: run.acceptedAt + HOUR });
      expect(run.message).toMatch(/^the request was sent once, but no backup appeared/);
      expect(run.message).toMatch(/MariaDB Cloud (?:gave no usable answer|answered without)/);
      expect(count('POST')).toBe(1);
    },
  );

  test('is found when it shows late', async () => {
    const { accepted, step, finish, emulator, clock, count } = await startAdvancing();
    emulator.fail({ kind: 'html', when: POST });
    const begun = await step(accepted);
    expect(begun).toMatchObject({ state: 'requesting', progress: { sending: { taken: true } } });
    await clock.sleep(5 * MINUTE);
    emulator.addBackup(backupRow('late', { start_time: hoursAgo(0) }));
    expect(await finish(begun)).toMatchObject({ state: 'succeeded', backup: { id: 'late' } });
    expect(count('POST')).toBe(1);
  });

  test('is not sent again where it cannot be looked for either', async () => {
    const { accepted, step, finish, emulator, count } = await startAdvancing();
    emulator.fail({ kind: 'html', when: POST, times: 100 });
    emulator.fail({ kind: 'status', status: 503, when: { method: 'GET' }, skip: 2, times: 12 });
    const begun = await step(accepted);
    expect(begun).toMatchObject({ state: 'requesting', progress: { sending: { taken: true } } });
    expect(await finish(begun)).toMatchObject({ state: 'timed-out' });
    expect(count('POST')).toBe(1);
  });
});

describe('an API that is down', () => {
  test('is waited for, and the run goes on when it is back', async () => {
    const { accepted, step, finish, emulator, clock, countBackups } = await startAdvancing();
    emulator.fail({ kind: 'status', status: 503, times: 1000 });
    let run = await step(accepted);
    expect(run.message).toContain('HTTP 503');
    for (let looks = 0; looks < 10; looks += 1) {
      await clock.sleep(MINUTE);
      run = await step(run);
      expect(run.state).toBe('accepted');
    }
    emulator.clearFaults();
    const ended = await finish(run);
    expect(ended).toMatchObject({ state: 'succeeded', message: null });
    // What was waited for before is no reason to look at the backup more rarely.
    expect(ended.finishedAt).toBe((ended.startedAt ?? 0) + 12.5 * SECOND);
    expect(countBackups()).toBe(1);
  });

  test('while a backup runs, does not end the run', async () => {
    const { accepted, step, finish, emulator, clock, countBackups } = await startAdvancing();
    const begun = await step(accepted);
    emulator.fail({ kind: 'refused-connection', times: 6 });
    await clock.sleep(5 * SECOND);
    const troubled = await step(begun);
    expect(troubled).toMatchObject({ state: 'running', finishedAt: null });
    expect(troubled.message).toContain('MariaDB Cloud did not answer');
    emulator.clearFaults();
    expect(await finish(troubled)).toMatchObject({ state: 'succeeded', message: null });
    expect(countBackups()).toBe(1);
  });

  test('until the run has no time left, makes it time out without a request', async () => {
    const { accepted, finish, emulator, count } = await startAdvancing(10 * MINUTE);
    emulator.fail({ kind: 'status', status: 500, times: 10_000 });
    const run = await finish(accepted);
    expect(run.state).toBe('timed-out');
    expect(run.message).toContain('last seen: MariaDB Cloud answered HTTP 500');
    expect(count('POST')).toBe(0);
  });

  test('and a Worker that sleeps beyond the time cause no late backup', async () => {
    const { accepted, step, clock, count } = await startAdvancing(HOUR);
    await clock.sleep(HOUR);
    expect(await step(accepted)).toMatchObject({ state: 'timed-out' });
    expect(count('POST')).toBe(0);
  });
});
