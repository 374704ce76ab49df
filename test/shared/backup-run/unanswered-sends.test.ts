import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { NOON } from '../provider/mariadb-cloud/rows.ts';
import { startAdvancing } from './advancing.ts';

holdRetryDelays();

const POST = { method: 'POST' };

describe('a request that took effect although its answer did not say so', () => {
  test.each([0, 4, 30, 119])('is not doubled where it is listed %i s later', async (seconds) => {
    const { accepted, finish, emulator, count, countBackups } = await startAdvancing();
    emulator.nextBackup({ hiddenMs: seconds * SECOND });
    emulator.fail({ kind: 'after-effect-status', status: 502, when: POST });
    expect(await finish(accepted)).toMatchObject({ state: 'succeeded', progress: { sends: 1 } });
    expect([count('POST'), countBackups()]).toEqual([1, 1]);
  });

  test('is looked for during two minutes before it is sent again', async () => {
    const { accepted, finish, emulator } = await startAdvancing();
    emulator.fail({ kind: 'refused-connection', when: POST });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'succeeded', progress: { sends: 2 } });
    const sentAt = emulator.requests.filter(({ method }) => method === 'POST').map(({ at }) => at);
    expect(sentAt[1]).toBeGreaterThanOrEqual(NOON + 2 * MINUTE);
    expect(sentAt[1]).toBeLessThanOrEqual(NOON + 3 * MINUTE);
  });
});

describe('a request that the provider cannot take for now', () => {
  test.each([429, 503])(
    'with %i is sent again when it asked for, and not before',
    async (status) => {
      const { accepted, finish, emulator, countBackups } = await startAdvancing(6 * HOUR);
      emulator.fail({ kind: 'status', status, retryAfter: '600', when: POST });
      const run = await finish(accepted);
      expect(run).toMatchObject({ state: 'succeeded', message: null, progress: { sends: 2 } });
      const sentAt = emulator.requests
        .filter(({ method }) => method === 'POST')
        .map(({ at }) => at);
      expect((sentAt[1] ?? 0) - NOON).toBeGreaterThanOrEqual(10 * MINUTE);
      expect((sentAt[1] ?? 0) - NOON).toBeLessThan(12 * MINUTE);
      expect(countBackups()).toBe(1);
    },
  );

  test('with 429 was not taken: nothing is looked for', async () => {
    const { accepted, step, goOn, emulator } = await startAdvancing();
    emulator.fail({ kind: 'status', status: 429, when: POST });
    const refused = await step(accepted);
    const before = emulator.requests.length;
    const { run } = await goOn(refused.progress.sending === null ? refused : accepted);
    expect(run.state).toBe('running');
    expect(emulator.requests.slice(before).map(({ method }) => method)).toEqual(['POST']);
  });

  test.each([429, 500, 503])(
    'with %i to the very end times out, and says how often it was sent',
    async (status) => {
      const { accepted, finish, emulator, count, countBackups } = await startAdvancing(2 * HOUR);
      emulator.fail({ kind: 'status', status, when: POST, times: Number.POSITIVE_INFINITY });
      const run = await finish(accepted);
      expect(run).toMatchObject({ state: 'timed-out', finishedAt: run.acceptedAt + 2 * HOUR });
      expect(run.progress.sends).toBe(count('POST'));
      expect(run.message).toContain(`the request was sent ${count('POST')} times`);
      expect(run.message).toContain(`HTTP ${status}`);
      expect(countBackups()).toBe(0);
    },
  );

  test('with 5xx is sent ever more rarely', async () => {
    const { accepted, finish, emulator } = await startAdvancing(6 * HOUR);
    emulator.fail({ kind: 'status', status: 503, when: POST, times: Number.POSITIVE_INFINITY });
    await finish(accepted);
    const sentAt = emulator.requests.filter(({ method }) => method === 'POST').map(({ at }) => at);
    const apart = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect(apart).toEqual(apart.toSorted((a, b) => a - b));
    expect(apart.at(-1)).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(sentAt.length).toBeLessThan(20);
  });
});
