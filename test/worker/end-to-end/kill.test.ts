import { describe, expect, test } from 'vitest';
import { buildWorker } from '../build-worker.ts';
import { type Killable, startKillable } from './killable.ts';

const built = await buildWorker();

interface Moment {
  readonly name: string;
  /** Called before the acceptance, because the Worker goes on at once; waits for the moment. */
  readonly prepare: (killable: Killable) => (id: string) => Promise<void>;
  /** What the provider has taken by then, so that the kill strikes where it says. */
  readonly backups: readonly string[];
}

const moments: readonly Moment[] = [
  {
    name: 'between the acceptance and the request',
    prepare: ({ proxy }) => {
      const held = proxy.hold(({ method }) => method === 'GET', 'before');
      return () => held;
    },
    backups: [],
  },
  {
    name: 'between the request and its recorded answer',
    prepare: ({ proxy }) => {
      const held = proxy.hold(({ method }) => method === 'POST', 'after');
      return () => held;
    },
    backups: ['full'],
  },
  {
    name: 'while the backup runs',
    prepare:
      ({ readRun }) =>
      async (id) => {
        await expect.poll(() => readRun(id)).toMatchObject({ state: 'running' });
      },
    backups: ['full'],
  },
];

describe('a Worker that is killed leads to exactly one backup, and tells its outcome', () => {
  test.concurrent.for(moments)('$name', { timeout: 60_000 }, async (moment, context) => {
    const killable = await startKillable(built, context);
    const { ask, kill, startAgain, proxy, backups, receiver, readRun } = killable;
    const reached = moment.prepare(killable);
    const { status, run } = await ask('msg_1');
    expect([status, run]).toMatchObject([202, { joined: false }]);
    const { id } = run;
    await reached(id);
    expect(backups()).toEqual(moment.backups);
    await kill();
    expect(receiver.deliveries).toEqual([]);
    proxy.release();

    await startAgain();
    await expect.poll(() => receiver.events(), { timeout: 40_000 }).toHaveLength(1);
    expect(receiver.events()).toMatchObject([{ body: { data: { id, state: 'succeeded' } } }]);
    expect(await readRun(id)).toMatchObject({ id, state: 'succeeded' });
    // The sender never heard of the kill, and may try again.
    expect((await ask('msg_1')).run).toMatchObject({ id, state: 'succeeded' });
    expect(backups()).toEqual(['full']);
  });
});
