import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkDeploy, checkVariable, chooseConfiguration } from '../../../worker/deploy/check.ts';
import { CONFIG, SERVICES } from '../open-app.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const EXAMPLE: unknown = JSON.parse(await readFile(`${ROOT}worker/config.json`, 'utf8'));

const ALL_SET = [
  'SKYSQL_API_KEY',
  'BYCLOUD_TOKEN',
  'SLACK_SIGNING_SECRET',
  'GITHUB_WEBHOOK_SECRET',
  'WEBHOOK_SECRET',
];

describe('before a deployment', () => {
  test('a good configuration has no problem, and no warning where all secrets are set', () => {
    expect(checkDeploy(CONFIG, ALL_SET)).toEqual({ problems: [], warnings: [] });
  });

  test('the example that is shipped is refused, and says what to change', () => {
    const { problems } = checkDeploy(EXAMPLE, ALL_SET);
    expect(problems).toEqual([
      expect.stringContaining("replace dbtgf00000000 with your service's id"),
      expect.stringContaining('replace T00000000 with the id of your Slack workspace'),
    ]);
  });

  test('a configuration that is JSON text is checked as its object is', () => {
    expect(checkDeploy(JSON.stringify(EXAMPLE), [])).toEqual(checkDeploy(EXAMPLE, []));
    expect(checkDeploy(JSON.stringify(CONFIG), [])).toEqual(checkDeploy(CONFIG, []));
  });

  test('the variable CONFIG takes the place of the file, and is named in its place', () => {
    const file = JSON.stringify(EXAMPLE);
    expect(chooseConfiguration(undefined, file)).toEqual({
      place: 'worker/config.json',
      config: file,
    });
    for (const variable of [CONFIG, JSON.stringify(CONFIG), '', null]) {
      expect(chooseConfiguration(variable, file)).toEqual({
        place: 'the variable CONFIG of worker/wrangler.jsonc',
        config: variable,
      });
    }
  });

  test('a variable that Cloudflare would not take is refused, and the file is named instead', () => {
    const filled = (bytes: number) =>
      JSON.stringify({ a: '' }).replace('""', `"${'x'.repeat(bytes - 8)}"`);
    expect(checkVariable(undefined)).toEqual([]);
    expect(checkVariable(filled(5120))).toEqual([]);
    expect(checkVariable(JSON.parse(filled(5120)))).toEqual([]);
    expect(checkVariable(filled(5121))).toEqual([
      'CONFIG: has 5121 bytes, but Cloudflare allows 5120 in a variable; put it into worker/config.json',
    ]);
  });

  test('every problem is named with its key', () => {
    const config = {
      services: { prod: { ...SERVICES.prod, timeout: 6 } },
      webhook: { services: ['x'] },
    };
    expect(checkDeploy(config, ALL_SET).problems.map((problem) => problem.split(': ')[0])).toEqual([
      'services.prod.timeout',
      'webhook.services[0]',
    ]);
  });

  test.each([null, undefined, 7, '{'])('what is no configuration is refused: %j', (config) => {
    expect(checkDeploy(config, null).problems).not.toEqual([]);
  });

  test('a key in the place of the name of a secret is refused, and not shown', () => {
    const prod = { ...SERVICES.prod, credential: 'skysql.1zzz.a-real-key' };
    const { problems, warnings } = checkDeploy({ services: { prod } }, []);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('1zzz');
    expect(warnings.join()).not.toContain('1zzz');
  });

  test('each secret that is named and not set is warned of, once, with the command', () => {
    const notify = [
      { on: 'failure', slack: 'C1' },
      { on: 'all', webhook: 'https://example.com', secret: 'NOTIFY_SECRET' },
      { on: 'all', pagerduty: 'PAGERDUTY_KEY' },
      { on: 'all', teams: 'TEAMS_URL' },
      { on: 'all', discord: 'DISCORD_URL' },
      { on: 'all', ntfy: 'NTFY_URL' },
      { on: 'failure', ntfy: 'NTFY_URL' },
    ];
    const channels = ['PAGERDUTY_KEY', 'TEAMS_URL', 'DISCORD_URL', 'NTFY_URL'];
    const { warnings } = checkDeploy({ ...CONFIG, notify }, ['SKYSQL_API_KEY']);
    const names = warnings.map((warning) => /secret put (\w+)/.exec(warning)?.[1]);
    expect(names.toSorted()).toEqual(
      [...ALL_SET.slice(1), 'NOTIFY_SECRET', 'SLACK_BOT_TOKEN', ...channels].toSorted(),
    );
  });

  test('it is said where the secrets could not be listed', () => {
    const { problems, warnings } = checkDeploy(CONFIG, null);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('could not be listed')]);
  });
});

test(
  'npm run deploy deploys nothing as long as the example stands there',
  { timeout: 60_000 },
  async () => {
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; text: string }>();
    const env = { ...process.env, CLOUDFLARE_API_TOKEN: '', WRANGLER_SEND_METRICS: 'false' };
    execFile('node', ['worker/deploy/index.ts'], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, text: stdout + stderr }),
    );
    const { code, text } = await promise;
    expect(code).toBe(1);
    expect(text).toContain('Nothing was deployed. Problems in worker/config.json:');
    expect(text).toContain('dbtgf00000000');
  },
);
