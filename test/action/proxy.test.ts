import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup } from './backups-in-emulator.ts';
import { runBuiltAction } from './built-action.ts';
import { startCountingProxy, type CountingProxy } from './counting-proxy.ts';
import { type GivenInputs, KEY, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;
let proxy: CountingProxy;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
  proxy = await startCountingProxy();
  addBackup(emulator, 1);
});
afterEach(() => Promise.all([emulator.close(), proxy.close()]));

function runWith(env: Readonly<Record<string, string>>, given: GivenInputs = {}) {
  const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url, ...given };
  return runBuiltAction({ inputs, env });
}

const host = () => new URL(emulator.url).host;

describe('the proxy of the environment', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('is used for plain HTTP (%s)', async (name) => {
    const step = await runWith({ [name]: proxy.url });
    expect(step.outputs['gate']).toBe('open');
    expect(emulator.requests).toHaveLength(2);
    expect(new Set(proxy.targets)).toEqual(new Set([host()]));
  });

  test.each(['HTTPS_PROXY', 'https_proxy'])('is used for HTTPS (%s)', async (name) => {
    // The emulator speaks no TLS; that a tunnel to it is asked for shows the way that is taken.
    const step = await runWith({ [name]: proxy.url }, { 'base-url': `https://${host()}` });
    expect(step.outputs['reasons']).toBe('evidence-unavailable');
    expect(new Set(proxy.targets)).toEqual(new Set([host()]));
  });

  test('is not used for the other scheme', async () => {
    const step = await runWith({ HTTPS_PROXY: proxy.url });
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
  });

  test('is not used where none is named', async () => {
    const step = await runWith({ HTTP_PROXY: '', HTTPS_PROXY: '' });
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
    expect(step.log).not.toContain('::warning title=Backup Gate::A proxy');
  });

  test.each(['NO_PROXY', 'no_proxy'])('is passed by for what %s names', async (name) => {
    const step = await runWith({ HTTP_PROXY: proxy.url, [name]: 'example.com,127.0.0.1' });
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
  });

  test('is used where NO_PROXY names others', async () => {
    await runWith({ HTTP_PROXY: proxy.url, NO_PROXY: 'example.com' });
    expect(proxy.targets.length).toBeGreaterThan(0);
  });

  test('that does not answer leaves the verdict unknown, and its password unsaid', async () => {
    const url = new URL(proxy.url);
    await proxy.close();
    const step = await runWith({ HTTP_PROXY: `http://user:hunter2@${url.host}` });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(`${step.log}${step.summary}`).not.toContain('hunter2');
  });

  test('gets its own credentials, and never the key', async () => {
    const { host: proxyHost } = new URL(proxy.url);
    const step = await runWith({ HTTP_PROXY: `http://user:hunter2@${proxyHost}` });
    expect(step.outputs['gate']).toBe('open');
    const sent = `Basic ${Buffer.from('user:hunter2').toString('base64')}`;
    expect(new Set(proxy.authorizations)).toEqual(new Set([sent]));
    for (const { headers } of emulator.requests) {
      expect(headers['proxy-authorization']).toBeUndefined();
    }
  });

  test('may be named without a scheme, as other clients take it', async () => {
    const step = await runWith({ HTTP_PROXY: new URL(proxy.url).host });
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets.length).toBeGreaterThan(0);
  });

  test('that is no URL closes the gate in one sentence that names what is wrong', async () => {
    const step = await runWith({ HTTPS_PROXY: 'socks5://user:hunter2@proxy.example:8080' });
    expect(step).toMatchObject({ exitCode: 1, outputs: { gate: 'closed' } });
    expect(step.log).toMatch(/^::error::.*proxy/im);
    expect(step.log).not.toContain('hunter2');
    expect(step.log).not.toContain('its own fault');
  });
});

describe('a runtime too old to use a proxy', () => {
  const old = {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      "import http from 'node:http'; delete http.setGlobalProxyFromEnv;",
    )}`,
  };

  test.each(['HTTP_PROXY', 'https_proxy'])('is said, with what to do (%s)', async (name) => {
    const step = await runWith({ ...old, [name]: proxy.url });
    expect(step.log).toMatch(/^::warning[^:]*::.*proxy.*NODE_USE_ENV_PROXY=1/im);
    expect(step.log).toContain(process.version);
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
  });

  test('is not said where the runtime was told by itself, and the proxy is used', async () => {
    const step = await runWith({ ...old, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url });
    expect(step.log).not.toContain('cannot use it');
    expect(proxy.targets.length).toBeGreaterThan(0);
  });

  test('is not said where no proxy is set', async () => {
    expect((await runWith(old)).log).not.toContain('cannot use it');
  });
});
