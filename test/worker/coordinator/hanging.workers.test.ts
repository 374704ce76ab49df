import { expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import { ask, find, finish, ring, stage, START, useStage } from './coordinator.workers.ts';

useStage();

test('a look that hangs holds up no other run of the service', async () => {
  const slow = await ask({ type: 'dump' });
  await ring();
  const other = await ask();
  await stage('holdRequest', 1, 'before');
  // The alarm ends although one look does not, so the next ones can ring.
  for (let rings = 0; rings < 6; rings += 1) await ring(START + 2 * MINUTE);
  const runs = [await find(slow.run.id), await find(other.run.id)];
  expect(runs.filter(({ state }) => state === 'succeeded')).toHaveLength(1);
  await stage('release');
  expect(await finish(slow.run.id)).toMatchObject({ state: 'succeeded' });
  expect(await finish(other.run.id)).toMatchObject({ state: 'succeeded' });
  expect((await stage('look')).backups.toSorted()).toEqual(['dump', 'full']);
});
