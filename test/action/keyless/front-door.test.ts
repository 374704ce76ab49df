import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { startCountingProxy } from '../counting-proxy.ts';
import { parseResult } from '../result-json.ts';
import { SERVICE } from '../step.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless({ ticking: true });
});
afterEach(() => stage.close());

test('the built step passes by the word of a Worker, without any key', async () => {
  addHealthy(stage.cloud);
  addBackup(stage.cloud, 0.5, { id: 'just-now' });
  const step = await stage.built({ 'max-age': '2h' });
  expect(step.log).not.toContain('::error');
  expect(step).toMatchObject({
    exitCode: 0,
    outputs: { verdict: 'pass', gate: 'open', reasons: '', 'backup-id': 'just-now' },
  });
  expect(parseResult(step.outputs).services).toMatchObject([
    { provider: 'mariadb-cloud', service: SERVICE, name: 'prod', verdict: 'pass' },
  ]);
  expect(step.summary).toMatch(/^## ✅ Deploy allowed: last good backup /);
  expect(stage.worker.requests).toMatchObject([
    { method: 'POST', path: '/verdict', body: { services: ['prod'], maxAge: '2h' } },
  ]);
});

test('the built step fails where the Worker finds the backups bad', async () => {
  addBackup(stage.cloud, 1, { status: 'Failed' });
  const step = await stage.built();
  expect(step).toMatchObject({ exitCode: 1, outputs: { verdict: 'block', gate: 'closed' } });
  expect(step.summary).toMatch(/^## ⛔ Deploy blocked: the last backup failed\n/);
});

test('the question goes through the proxy of the environment, and stays on this machine without', async () => {
  const proxy = await startCountingProxy();
  try {
    const env = { ...stage.tokens.env, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    addHealthy(stage.cloud);
    expect(await stage.built({ 'max-age': 'off' }, { env })).toMatchObject({ exitCode: 0 });
    expect(proxy.targets).toEqual([]);
    // Nobody has such a name, so the tunnel leads nowhere.
    await stage.built({ 'worker-url': 'https://gate.test', timeout: '1s' }, { env });
    expect([...new Set(proxy.targets)]).toEqual(['gate.test:443']);
  } finally {
    await proxy.close();
  }
});
