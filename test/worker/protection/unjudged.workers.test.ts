import { env } from 'cloudflare:workers';
import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import {
  deploy,
  deploymentOf,
  makeAllGood,
  pass,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import type { Service } from './stage-protocol.ts';

useProtectionStage();

beforeEach(makeAllGood);

/** Its coordinator answers nobody until it is restarted. */
async function breakCoordinator(name: Service): Promise<void> {
  await runInDurableObject(env.COORDINATOR.getByName(name), (coordinator) => {
    Reflect.set(coordinator, 'env', { ...env, CONFIG: '{' });
  });
}

test('a coordinator that cannot be asked: GitHub is told at once, and in the end the code, how long and where to look', async () => {
  await breakCoordinator('prod');
  const id = await deploy();
  await pass(0);
  const { state, reports } = await deploymentOf(id);
  expect([state, reports.length]).toEqual(['waiting', 1]);
  expect(reports[0]?.comment).toMatch(/`prod`: `evidence-unavailable`.*rejected at .* 12:15 UTC/s);
  await pass(15 * MINUTE);
  const { reviews } = await deploymentOf(id);
  expect(reviews).toMatchObject([{ state: 'rejected', at: START + 15 * MINUTE }]);
  expect(reviews[0]?.comment).toMatch(
    /`evidence-unavailable`: the Worker tried .* for 15m, .*`coordinator-failed` in its log.*Re-run failed jobs/s,
  );
});

test('where the service only warns of what is not known, it is approved with that warning', async () => {
  await breakCoordinator('lenient');
  const id = await deploy('preview');
  await pass(MINUTE);
  const { state, reviews } = await deploymentOf(id);
  expect(state).toBe('approved');
  expect(reviews[0]?.comment).toMatch(/^⚠️ `lenient`: Deploy allowed: `evidence-unavailable`/);
});
