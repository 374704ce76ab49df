import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningDev, startDev } from './running-dev.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const env = {
  PATH: process.env['PATH'] ?? '',
  NO_PROXY: '127.0.0.1',
};

/** The project brings a Node.js, and not these; nearly every machine has them. */
const TOOLS = 'curl openssl od tr cut date mktemp';
const toolsAreThere = await run('sh', [
  '-c',
  `for tool in ${TOOLS}; do command -v $tool || exit 1; done`,
]).then(
  () => true,
  () => false,
);

/** Runs what is printed below a title, as somebody would paste it, with other values on top. */
async function paste(
  dev: RunningDev,
  title: string,
  values: Readonly<Record<string, string>> = {},
): Promise<string> {
  const script = Object.entries(values).reduce((changed, [name, value]) => {
    const line = new RegExp(`^ *${name}='.*'$`, 'm');
    expect(changed).toMatch(line);
    return changed.replace(line, () => `${name}='${value}'`);
  }, dev.codeBelow(title));
  return (await run('sh', ['-uc', script], { env, cwd: ROOT })).stdout;
}

describe.runIf(toolsAreThere)('npm run dev', { timeout: 60_000 }, () => {
  let dev: RunningDev;

  beforeAll(async () => {
    dev = await startDev();
  }, 60_000);

  afterAll(() => dev.stop());

  const ACTION = 'Run the built Action';
  const GITHUB = 'Announce a deployment';
  const SLACK = 'Give a /backup command';

  test('prints a command that runs the built Action on its services, one of which fails', async () => {
    const failing = await paste(dev, ACTION);
    expect(failing).toContain('\nexit code 1\n');
    expect(failing).toMatch(/^## ⛔/m);
    const printed = await dev.until('its services prod=');
    const [, id = ''] = /prod=(\w+)/.exec(printed) ?? [];
    const good = await paste(dev, ACTION, { service: `prod=${id}` });
    expect(good).toContain('\nexit code 0\n');
    expect(good).toMatch(/^## ✅/m);
  });

  test('prints how a step without a key asks the Worker, and how the Worker is asked without a step', async () => {
    const failing = await paste(dev, 'Run it as a job');
    expect(failing).toContain('\nexit code 1\n');
    expect(failing).toMatch(/^## ⛔/m);
    expect(await paste(dev, 'Run it as a job', { service: 'prod' })).toMatch(/^## ✅/m);
    const answer = await paste(dev, 'Ask for a verdict');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"verdict":"block"');
    const unreadable = await paste(dev, 'Ask for a verdict', { body: '{"services":[]}' });
    expect(unreadable).toMatch(/^HTTP\/1\.1 400 /);
    await dev.until('refused 400 POST /verdict: services: use a list of 1 to 40 names');
  });

  test('prints the key of its emulator, which takes no other', async () => {
    const printed = await dev.until('its API key skysql.');
    const [, url = ''] = /MariaDB Cloud, emulated (\S+)/.exec(printed) ?? [];
    const [, key = ''] = /its API key (\S+)/.exec(printed) ?? [];
    const list = (headers: Record<string, string>) =>
      fetch(`${url}/skybackup/v1/backups`, { headers });
    expect((await list({ 'x-api-key': key })).status).toBe(200);
    expect((await list({ 'x-api-key': `${key}x` })).status).toBe(401);
  });

  test('prints how a deployment is signed, and tells why one with another secret is refused', async () => {
    const accepted = await paste(dev, GITHUB);
    expect(accepted).toMatch(/^HTTP\/1\.1 202 /);
    expect(accepted).toContain('"requestedBy":[{"via":"github","event":"deployment"');
    const forged = await paste(dev, GITHUB, { secret: 'guessed-by-somebody' });
    expect(forged).toMatch(/^HTTP\/1\.1 401 /);
    await dev.until('refused 401 POST /github/webhook: The signature');
    await dev.until("entrance: 'github', reason: 'the signature matches no known secret'");
  });

  test('shows every other call that is refused, without what may be in its query', async () => {
    const accepted = await paste(dev, 'Sign a webhook yourself');
    expect(accepted).toMatch(/^HTTP\/1\.1 202 /);
    const [, url = ''] = /the Worker (http\S+)/.exec(await dev.until('the Worker ')) ?? [];
    await fetch(`${url}/nothing?token=hidden`);
    await fetch(`${url}/webhook`);
    await dev.until('refused 404 GET /nothing: Not found.');
    const printed = await dev.until('refused 405 GET /webhook: Only POST is allowed here.');
    expect(printed).not.toContain('hidden');
    expect(printed).not.toContain('refused 202');
  });

  test('prints how the cron of the watch is rung, which fills the status page it prints', async () => {
    const json = 'Look at the status page';
    const verdictOf = async (name: string) => {
      const { services } = JSON.parse(await paste(dev, json));
      return services.find((service: { name: string }) => service.name === name).verdict;
    };
    expect(await verdictOf('failing')).toBe('unknown');
    expect(await paste(dev, 'Ring the cron of the watch')).toBe('ok');
    await dev.until('Backup Gate ❌ Deploy blocked on failing');
    expect(await verdictOf('failing')).toBe('block');
  });

  test('has a service whose backups fail, and shows what Slack is told', async () => {
    const accepted = await paste(dev, SLACK, { text: 'failing' });
    expect(accepted).toContain('"response_type":"ephemeral"');
    await dev.until('Backup Gate ❌ Backup of failing failed');
  });
});
