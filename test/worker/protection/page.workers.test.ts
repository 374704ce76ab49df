import { env } from 'cloudflare:workers';
import { abortAllDurableObjects } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { DeploymentView } from '../../../worker/status/deployment-view.ts';
import {
  FOR_EVER,
  addBackup,
  deploy,
  makeAllGood,
  pass,
  send,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { STATUS_TOKEN } from './stage-protocol.ts';

useProtectionStage();

async function readDeployments(): Promise<readonly DeploymentView[]> {
  const board = env.BOARD.getByName('board');
  const { contents } = await board.read({ known: null, withChangesOf: undefined });
  return contents?.deployments ?? [];
}

async function readPage(): Promise<string> {
  const answer = await send(`/status/${STATUS_TOKEN}`, {});
  expect(answer.status).toBe(200);
  return answer.text();
}

test('the page lists deployments that are held and those of late, with their decision', async () => {
  await makeAllGood();
  await deploy('production', { runId: '6001' });
  await pass(MINUTE);
  await addBackup('prod', START - HOUR, { status: 'Failed' });
  await deploy('staging', { runId: '6002' });
  await deploy('qa', { runId: '6003' });
  await pass(MINUTE);
  expect(
    (await readDeployments()).map(({ runId, state }) => `${runId} ${state}`).toSorted(),
  ).toEqual(['6001 approved', '6002 held', '6003 rejected']);
  const page = await readPage();
  const section = page.slice(page.indexOf('<h2>Deployments'));
  expect(section).toMatch(/held.*run 6002.*Deploy blocked: the last backup failed/s);
  expect(section).toMatch(/approved.*run 6001.*Deploy allowed: last good backup/s);
  expect(section.indexOf('6002')).toBeLessThan(section.indexOf('6001'));
  await pass(4 * DAY);
  expect(await readPage()).not.toContain('run 6001');
});

test('what GitHub has not taken yet is said to be so', async () => {
  await makeAllGood();
  await stage('failGithub', { kind: 'status', status: 503 }, { times: FOR_EVER });
  await deploy('production', { runId: '6010' });
  await pass(MINUTE);
  expect(await readPage()).toContain('GitHub has not taken the answer yet.');
  await stage('mendGithub');
  await pass(HOUR);
  expect(await readPage()).not.toContain('GitHub has not taken the answer yet.');
});

test('of more than 20 it says how many there are', async () => {
  await makeAllGood();
  for (let count = 0; count < 20; count += 1) await deploy('production');
  await pass(16 * MINUTE);
  expect(await readPage()).not.toMatch(/and \d+ more/);
  await addBackup('prod', START - HOUR, { status: 'Failed' });
  for (let count = 0; count < 3; count += 1) await deploy('staging');
  await pass(16 * MINUTE);
  expect(await readPage()).toContain('and 3 more');
});

test('hostile names do no harm on the page', async () => {
  await makeAllGood();
  await deploy('<img src=x onerror=alert(1)>', { runId: '6020' });
  await pass(MINUTE);
  expect(await readPage()).not.toContain('<img');
});

test('a board that crashes is told again', async () => {
  await makeAllGood();
  await deploy('production', { runId: '6030' });
  await abortAllDurableObjects();
  await pass(MINUTE);
  expect(await readDeployments()).toMatchObject([{ state: 'approved', isAnswered: true }]);
});
