import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import type { FaultKind } from '../../emulator/faults.ts';
import { holdRetryDelays } from '../http/retry-delays.ts';
import { startAdvancing } from './advancing.ts';

holdRetryDelays();

const FIREWALL = '<!doctype html><title>Blocked</title>';

const REFUSALS: readonly FaultKind[] = [
  ...[400, 401, 403, 404, 409, 410, 422, 500, 503].map(
    (status) => ({ kind: 'status', status }) as const,
  ),
  { kind: 'status', status: 403, body: FIREWALL },
  { kind: 'status', status: 302, location: 'https://login.example/' },
  { kind: 'html' },
  { kind: 'json', body: { message: 'not today' } },
];

describe('a look that is refused ends nothing', () => {
  test.each(REFUSALS)('while a backup runs that then succeeds: %j', async (fault) => {
    const { accepted, step, goOn, finish, emulator, count } = await startAdvancing();
    const begun = await step(accepted);
    emulator.fail({ ...fault, when: { method: 'GET' }, times: Number.POSITIVE_INFINITY });
    const troubled = await goOn(begun);
    expect(troubled.run).toMatchObject({ state: 'running', finishedAt: null });
    emulator.clearFaults();
    expect(await finish(troubled.run)).toMatchObject({ state: 'succeeded', message: null });
    expect(count('POST')).toBe(1);
  });

  test.each(REFUSALS)(
    'of the schedule by its id, where the list shows the success: %j',
    async (fault) => {
      const { accepted, finish, emulator, countBackups } = await startAdvancing();
      const byId = { method: 'GET', path: /schedules\/\d+$/ };
      emulator.fail({ ...fault, when: byId, times: Number.POSITIVE_INFINITY });
      const run = await finish(accepted);
      expect(run.state).toBe('succeeded');
      expect(run.finishedAt).toBeLessThanOrEqual(run.acceptedAt + 15 * SECOND);
      expect(countBackups()).toBe(1);
    },
  );

  test.each(REFUSALS)('while a request whose answer was lost is looked for: %j', async (fault) => {
    const { accepted, step, goOn, finish, emulator, count, countBackups } = await startAdvancing();
    emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    const lost = await step(accepted);
    emulator.fail({ ...fault, when: { method: 'GET' }, times: Number.POSITIVE_INFINITY });
    const troubled = await goOn(lost);
    expect(troubled.run).toMatchObject({ state: 'requesting', finishedAt: null });
    emulator.clearFaults();
    expect(await finish(troubled.run)).toMatchObject({ state: 'succeeded' });
    expect([count('POST'), countBackups()]).toEqual([1, 1]);
  });
});

describe('at its time a run', () => {
  test('has succeeded where its backup ended in time, although no look fell between', async () => {
    const { accepted, finish, emulator } = await startAdvancing(10 * MINUTE);
    emulator.nextBackup({ queuedMs: 0, runningMs: 10 * MINUTE - 1 });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'succeeded', finishedAt: run.acceptedAt + 10 * MINUTE });
  });

  test('has timed out where its backup ended a moment later', async () => {
    const { accepted, finish, emulator } = await startAdvancing(10 * MINUTE);
    emulator.nextBackup({ queuedMs: 0, runningMs: 10 * MINUTE + 1 });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'timed-out', finishedAt: run.acceptedAt + 10 * MINUTE });
  });

  test('that slept through it has succeeded where the backup is there when it wakes', async () => {
    const { accepted, step, clock } = await startAdvancing(10 * MINUTE);
    const begun = await step(accepted);
    await clock.sleep(30 * MINUTE);
    expect(await step(begun)).toMatchObject({ state: 'succeeded' });
  });
});

describe('before anything was sent', () => {
  const refusals = [
    ['a refused credential', 401],
    ['an unknown service', 404],
  ] as const;

  test.each(refusals)('%s that lasts for two minutes ends the run', async (_, status) => {
    const { accepted, finish, emulator, count } = await startAdvancing();
    emulator.fail({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
    const run = await finish(accepted);
    expect(run).toMatchObject({ state: 'failed', finishedAt: run.acceptedAt + 2 * MINUTE });
    expect(run.message).toMatch(new RegExp(`HTTP ${status}.*; nothing was sent$`));
    expect(count('POST')).toBe(0);
  });

  test.each(refusals)('%s that lasts for a moment less does not', async (_, status) => {
    const { accepted, step, goOn, finish, emulator } = await startAdvancing();
    emulator.fail({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
    let run = await step(accepted);
    while (run.progress.looks < 7) ({ run } = await goOn(run));
    expect(run).toMatchObject({ state: 'accepted', finishedAt: null });
    emulator.clearFaults();
    expect(await finish(run)).toMatchObject({ state: 'succeeded', message: null });
  });

  test('two refusals with an answer between them do not add up', async () => {
    const { accepted, step, goOn, emulator, clock } = await startAdvancing();
    emulator.fail({ kind: 'status', status: 401, times: 2 });
    let run = await step(accepted);
    emulator.fail({ kind: 'status', status: 503, times: 100 });
    ({ run } = await goOn(run));
    await clock.sleep(3 * MINUTE);
    emulator.clearFaults();
    emulator.fail({ kind: 'status', status: 401, times: 2 });
    expect(await step(run)).toMatchObject({ state: 'accepted' });
  });
});
