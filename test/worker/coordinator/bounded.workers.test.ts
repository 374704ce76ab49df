import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { coordinator, stage, useStage } from './coordinator.workers.ts';

useStage();

test('a list that unpacks to 64 MiB blocks with the most that is read, and resets no object', async () => {
  const object = coordinator();
  await runInDurableObject(object, (instance) => Object.assign(instance, { mark: true }));
  await stage('swellBackups', 64);
  const result = await object.judge('prod');
  expect(result.verdict).toBe('block');
  expect(JSON.stringify(result)).toContain('larger than the limit of 8 MiB');
  expect(await runInDurableObject(object, (instance) => 'mark' in instance)).toBe(true);
});
