import { runDurableObjectAlarm } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import {
  deploy,
  deploymentOf,
  makeAllGood,
  pass,
  ringUntil,
  shop,
  stage,
  useProtectionStage,
} from './protection.workers.ts';

useProtectionStage();

test('of many that wait at once, each alarm takes what an invocation has room for', async () => {
  await makeAllGood();
  for (let count = 0; count < 20; count += 1) await deploy(count % 2 ? 'production' : 'staging');
  const reviews = async () => {
    const { deployments, asked } = await stage('look');
    return { decided: deployments.filter(({ state }) => state !== 'waiting').length, asked };
  };
  let before = await reviews();
  for (let alarms = 0; before.decided < 20; alarms += 1) {
    expect(alarms).toBeLessThan(4);
    await runDurableObjectAlarm(shop());
    const after = await reviews();
    // A token and a decision each; the services are asked by their coordinators, once.
    expect(after.asked.length - before.asked.length).toBeLessThanOrEqual(16);
    before = after;
  }
});

test('a provider that hangs holds up no other deployment', async () => {
  await makeAllGood();
  await stage('breakCloud', { kind: 'hang' });
  const slow = await deploy();
  await runDurableObjectAlarm(shop());
  const quick = await deploy('qa');
  await ringUntil(Date.now() + 1);
  expect(await deploymentOf(quick)).toMatchObject({ state: 'rejected' });
  expect(await deploymentOf(slow)).toMatchObject({ state: 'waiting' });
  await pass(MINUTE);
});
