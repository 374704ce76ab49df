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

/** Elsewhere; that a tunnel to it is asked for shows the way that is taken. */
const ELSEWHERE = { 'base-url': 'https://provider.test', timeout: '1s' };
const TUNNEL = new Set(['provider.test:443']);

describe('the proxy of the environment', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('is used (%s)', async (name) => {
    const step = await runWith({ [name]: proxy.url }, ELSEWHERE);
    expect(step.outputs['reasons']).toBe('evidence-unavailable');
    expect(new Set(proxy.targets)).toEqual(TUNNEL);
  });

  test.each(['HTTP_PROXY', 'http_proxy'])('is not used for the other scheme (%s)', async (name) => {
    await runWith({ [name]: proxy.url, NO_PROXY: 'provider.test' }, ELSEWHERE);
    expect(proxy.targets).toEqual([]);
  });

  test('is not used where none is named', async () => {
    const step = await runWith({ HTTP_PROXY: '', HTTPS_PROXY: '' });
    expect(step.outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
    expect(step.log).not.toContain('::warning title=Backup Gate::A proxy');
  });

  test.each([
    { HTTP_PROXY: 'proxy' },
    { http_proxy: 'proxy' },
    { HTTPS_PROXY: 'proxy', HTTP_PROXY: 'proxy' },
    { HTTP_PROXY: 'proxy', NO_PROXY: 'example.com' },
    { HTTP_PROXY: 'proxy', no_proxy: 'example.com', NO_PROXY: '' },
    { HTTP_PROXY: 'proxy', NODE_USE_ENV_PROXY: '1' },
    { HTTP_PROXY: 'proxy', NO_PROXY: '*' },
  ])('never gets a request for this machine, whose key it could read: %j', async (given) => {
    const names = Object.entries(given).map(([name, value]) => [
      name,
      value === 'proxy' ? proxy.url : value,
    ]);
    const step = await runWith(Object.fromEntries(names));
    expect(step.outputs['gate']).toBe('open');
    expect(emulator.requests).toHaveLength(2);
    expect(proxy.targets).toEqual([]);
  });

  test.each(['localhost', '127.0.0.1'])('nor one for it by the name %s', async (name) => {
    const { port } = new URL(emulator.url);
    await runWith(
      { HTTP_PROXY: proxy.url },
      { 'base-url': `http://${name}:${port}`, timeout: '1s' },
    );
    expect(proxy.targets).toEqual([]);
  });

  test.each(['NO_PROXY', 'no_proxy'])('is passed by for what %s names', async (name) => {
    await runWith({ HTTPS_PROXY: proxy.url, [name]: 'example.com,provider.test' }, ELSEWHERE);
    expect(proxy.targets).toEqual([]);
  });

  test('is used where NO_PROXY names others', async () => {
    await runWith({ HTTPS_PROXY: proxy.url, NO_PROXY: 'example.com' }, ELSEWHERE);
    expect(new Set(proxy.targets)).toEqual(TUNNEL);
  });

  test('that does not answer leaves the verdict unknown, and its password unsaid', async () => {
    const url = new URL(proxy.url);
    await proxy.close();
    const step = await runWith({ HTTPS_PROXY: `http://user:hunter2@${url.host}` }, ELSEWHERE);
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(`${step.log}${step.summary}`).not.toContain('hunter2');
  });

  test('gets its own credentials', async () => {
    const { host: proxyHost } = new URL(proxy.url);
    await runWith({ HTTPS_PROXY: `http://user:hunter2@${proxyHost}` }, ELSEWHERE);
    const sent = `Basic ${Buffer.from('user:hunter2').toString('base64')}`;
    expect(new Set(proxy.authorizations)).toEqual(new Set([sent]));
  });

  test('may be named without a scheme, as other clients take it', async () => {
    await runWith({ HTTPS_PROXY: new URL(proxy.url).host }, ELSEWHERE);
    expect(new Set(proxy.targets)).toEqual(TUNNEL);
  });

  test.each([
    'socks5://user:hunter2@proxy.example:8080',
    'http://hunter2:%ZZ@proxy.example',
    'http://%ZZ:hunter2@proxy.example',
    'hunter2:%@proxy.example',
    'http://proxy.example/hunter2',
    'http://proxy.example/?hunter2',
    'http://proxy.example#hunter2',
    'http://hunter2 proxy',
    'http://hunter2:99999',
    'http://',
  ])('that is no URL of one is an input error that names it: %s', async (value) => {
    for (const name of ['HTTPS_PROXY', 'http_proxy']) {
      const step = await runWith({ [name]: value });
      expect(step).toMatchObject({
        exitCode: 1,
        outputs: { gate: 'closed', reasons: 'invalid-input' },
      });
      expect(step.log).toContain(`- ${name}: not a valid proxy URL`);
      expect(step.log).not.toContain('hunter2');
      expect(step.log).not.toContain('fault of Backup Gate');
    }
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
    const told = { ...old, NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: proxy.url };
    const step = await runWith(told, ELSEWHERE);
    expect(step.log).not.toContain('cannot use it');
    expect(new Set(proxy.targets)).toEqual(TUNNEL);
  });

  test('that was told by itself sends nothing for this machine through the proxy', async () => {
    const told = { ...old, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url };
    expect((await runWith(told)).outputs['gate']).toBe('open');
    expect(proxy.targets).toEqual([]);
  });

  test('is not said where no proxy is set', async () => {
    expect((await runWith(old)).log).not.toContain('cannot use it');
  });
});
