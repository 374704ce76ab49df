import { describe, expect, test } from 'vitest';
import type { RunRequest } from '../../../worker/orders/run.ts';
import { ask, find, finish, inSlack, pass, stage, useStage } from './coordinator.workers.ts';

useStage();

/** Lets a run go on until its nth request is held, asks for a backup meanwhile, and lets go. */
async function askDuring(nth: number, channel: string, meanwhile: Partial<RunRequest>) {
  await stage('holdRequest', nth, 'after');
  const first = await ask({ requester: inSlack(channel) });
  const work = finish(first.run.id);
  await stage('untilHeld');
  const second = await ask(meanwhile);
  await stage('release');
  await work;
  await pass(0);
  return { first, second };
}

const detailsOf = (...channels: string[]) =>
  channels.map((channel) => ({ via: 'slack', details: inSlack(channel).details }));

describe('a request that comes while the alarm is at work', () => {
  test.each([
    ['lists what is there', 1],
    ['sends the request', 3],
    ['looks how it stands', 4],
    ['looks for the last time', 7],
    ['tells the outcome', 8],
  ])('and %s joins, and is told too', async (_, nth) => {
    const requester = inSlack('C2');
    const { first, second } = await askDuring(nth, 'C1', { requester });
    expect(second).toMatchObject({ joined: true, run: { id: first.run.id } });
    expect((await find(first.run.id)).requestedBy).toMatchObject(detailsOf('C1', 'C2'));
    const { backups, told, said } = await stage('look');
    expect(backups).toEqual(['full']);
    expect(told).toHaveLength(1);
    expect(said.map((each) => each.slice(0, 2)).toSorted()).toEqual(['C1', 'C2']);
  });

  test('and fails to tell the first requester is not lost', async () => {
    const requester = inSlack('C2');
    const { first } = await askDuring(8, 'C9', { requester });
    const run = await find(first.run.id);
    expect(run.requestedBy).toMatchObject(detailsOf('C9', 'C2'));
    // It is tried again for a day.
    expect(run.undelivered).toEqual([]);
    expect((await stage('look')).said).toEqual([expect.stringMatching(/^C2: /)]);
  });

  test('and is for another type runs next, without another call', async () => {
    const { second } = await askDuring(3, 'C1', { type: 'dump' });
    expect(second.joined).toBe(false);
    expect(await finish(second.run.id)).toMatchObject({ state: 'succeeded', type: 'dump' });
    const { backups } = await stage('look');
    expect(backups.toSorted()).toEqual(['dump', 'full']);
  });
});
