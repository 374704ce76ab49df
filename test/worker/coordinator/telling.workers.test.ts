import { describe, expect, test, vi } from 'vitest';
import { DAY, HOUR, SECOND } from '../../../shared/domain/instant.ts';
import {
  alarmAt,
  ask,
  find,
  finish,
  inSlack,
  pass,
  ring,
  stage,
  useStage,
} from './coordinator.workers.ts';

useStage();

describe('the outcome', () => {
  test('is told to each Slack requester and to each notify target, once', async () => {
    const { run } = await ask({ requester: inSlack('C1') });
    await ask({ requester: inSlack('C1') });
    await ask({ requester: inSlack('C2') });
    await finish(run.id);
    await pass(DAY);
    const { told, said } = await stage('look');
    expect(said.map((each) => each.slice(0, 2)).toSorted()).toEqual(['C1', 'C2']);
    expect(told).toMatchObject([{ body: { data: { id: run.id, state: 'succeeded' } } }]);
  });

  test('is told of a failure and of a timeout as well', async () => {
    await stage('nextBackup', { outcome: 'Failed', message: 'disk full' });
    const failed = await ask();
    await finish(failed.run.id);
    await stage('nextBackup', { queuedMs: 1e12 });
    const late = await ask();
    await finish(late.run.id);
    expect((await stage('look')).told).toMatchObject([
      { body: { data: { id: failed.run.id, state: 'failed', message: 'disk full' } } },
      { body: { data: { id: late.run.id, state: 'timed-out' } } },
    ]);
  });
});

/** How long it waited before each new try, until the webhook was told. */
async function waitsUntilTold(): Promise<number[]> {
  const waits: number[] = [];
  while ((await stage('look')).told.length === 0) {
    const before = Date.now();
    await pass(((await alarmAt()) ?? Number.NaN) - before);
    waits.push(Date.now() - before);
  }
  return waits;
}

test('a receiver that does not answer keeps nobody else waiting', async () => {
  const { run } = await ask({ requester: inSlack('C1') });
  await stage('holdHook');
  const work = finish(run.id);
  await stage('untilHeld');
  await expect.poll(async () => (await stage('look')).said).toHaveLength(1);
  expect((await stage('look')).told).toEqual([]);
  await stage('release');
  await work;
  expect((await stage('look')).told).toHaveLength(1);
});

describe('a telling that fails', () => {
  test('in passing is tried again, ever more rarely, until it is taken', async () => {
    const { run } = await ask();
    await stage('failHook', 3);
    const { finishedAt } = await finish(run.id);
    expect(await waitsUntilTold()).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    expect(await find(run.id)).toMatchObject({ finishedAt, undelivered: [] });
  });

  test('waits for as long as the receiver says, where that is longer', async () => {
    const { run } = await ask();
    await stage('failHook', 2, '60');
    await finish(run.id);
    expect(await waitsUntilTold()).toEqual([60 * SECOND, 60 * SECOND]);
  });

  test.each(['0', '1', 'Thu, 15 Jan 2026 12:00:00 GMT'])(
    'does not use up its tries at once, where it is told to come after "%s"',
    async (retryAfter) => {
      const { run } = await ask();
      await stage('failHook', 3, retryAfter);
      await finish(run.id);
      expect(await waitsUntilTold()).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    },
  );

  test('again and again is given up after a day or so, and recorded on the run', async () => {
    const { run } = await ask();
    await stage('failHook', 1000);
    await finish(run.id);
    await pass(2 * DAY);
    expect((await find(run.id)).undelivered).toEqual(['The webhook answered HTTP 503']);
    await stage('failHook', 0);
    await pass(DAY);
    expect((await stage('look')).told).toEqual([]);
  });

  test('for good is recorded on the run, not tried again, and no obstacle to the others', async () => {
    const { run } = await ask({ requester: inSlack('C1') });
    await stage('answerHook', 410, 1000);
    const { undelivered } = await finish(run.id);
    expect(undelivered).toEqual(['The webhook answered HTTP 410']);
    const { said, requests } = await stage('look');
    expect(said).toHaveLength(1);
    await pass(HOUR);
    expect((await stage('look')).requests).toBe(requests);
  });
});

describe('a receiver that has a bad hour', () => {
  test.each([400, 401, 403, 404, 405, 409, 413, 422])(
    'with HTTP %i is told afterwards, and the log has it from the first failure',
    async (status) => {
      const warn = vi.spyOn(console, 'warn');
      const { run } = await ask();
      await stage('answerHook', status, 8);
      await finish(run.id);
      await pass(HOUR);
      expect((await stage('look')).told).toMatchObject([{ body: { data: { id: run.id } } }]);
      expect((await find(run.id)).undelivered).toEqual([]);
      const logged = warn.mock.calls.map(([event]) => event);
      expect(logged.filter(({ event }) => event === 'undeliverable')).toEqual([
        {
          event: 'undeliverable',
          run: run.id,
          reason: `The webhook answered HTTP ${status}`,
          again: expect.stringMatching(/^2099-01-15T12:0\d:\d\dZ$/),
        },
      ]);
    },
  );

  test('of more than a day is given up, and the log has that too', async () => {
    const warn = vi.spyOn(console, 'warn');
    const { run } = await ask();
    await stage('answerHook', 403, 1000);
    await finish(run.id);
    await pass(2 * DAY);
    const logged = warn.mock.calls.map(([event]) => event);
    const last = { event: 'undeliverable', run: run.id, reason: 'The webhook answered HTTP 403' };
    expect(logged).toEqual([{ ...last, again: expect.any(String) }, last]);
  });

  test('because the app was not in the channel yet is told once it was invited', async () => {
    await stage('addChannel', 'C5', false);
    const { run } = await ask({ requester: inSlack('C5') });
    await finish(run.id);
    await pass(HOUR / 2);
    await stage('addChannel', 'C5', true);
    await pass(HOUR);
    const { said } = await stage('look');
    expect(said).toEqual([expect.stringMatching(/^C5: ✅ Backup of `prod` succeeded/)]);
  });
});

describe('many who ask', () => {
  const users = Array.from({ length: 12 }, (_, index) => `U${100 + index}`);

  test('in one channel read one message, which names all of them', async () => {
    const asked = users.map((user) => ask({ requester: inSlack('C1', user) }));
    const [first] = await Promise.all(asked);
    await finish(first?.run.id ?? '');
    await pass(DAY);
    expect((await stage('look')).said).toHaveLength(1);
    const { shown } = await stage('look');
    for (const user of users) expect(shown).toContain(`<@${user}>`);
  });

  test('in more places than one alarm may reach are told all the same, within 50 subrequests each', async () => {
    const channels = Array.from({ length: 25 }, (_, index) => `C${100 + index}`);
    // The app was not invited, so each of them is tried in two ways.
    for (const channel of channels) await stage('addChannel', channel, false);
    const { run } = await ask();
    await Promise.all(channels.map((channel) => ask({ requester: inSlack(channel) })));
    await finish(run.id);
    for (const channel of channels) await stage('addChannel', channel, true);
    let { requests } = await stage('look');
    while ((await stage('look')).said.length < channels.length) {
      expect(await ring()).toBe(true);
      const seen = await stage('look');
      expect(seen.requests - requests).toBeLessThanOrEqual(50);
      ({ requests } = seen);
    }
    const { said } = await stage('look');
    expect(said.map((each) => each.slice(0, 4)).toSorted()).toEqual(channels);
  });
});

describe('a failure', () => {
  test('names the run, what there is to return to, and what to do', async () => {
    await finish((await ask()).run.id);
    await pass(2 * HOUR);
    await stage('nextBackup', { outcome: 'Failed', message: 'Backup is scheduled.' });
    const { run } = await ask({ requester: inSlack('C1') });
    await finish(run.id);
    const { shown } = await stage('look');
    expect(shown).toContain(`Run \`${run.id}\``);
    expect(shown).toMatch(/Last good backup 15 Jan 1\d:\d\d UTC, 2h ago/);
    expect(shown).toContain('`/backup prod full`');
    expect(shown).toContain('No reason was given.');
    expect(shown).not.toContain('is scheduled');
  });
});
