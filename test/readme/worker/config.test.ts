import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Config, parseConfig } from '../../../worker/config/index.ts';
import { codeBlocks } from '../read-readme.ts';
import { PKCS1 } from '../../worker/github/app-keys.ts';
import { findKeys, withStrangeKeys } from './keys.ts';
import { readAsVariable } from './read-jsonc.ts';
import { ALL_OF_CONFIG, SET_UP } from './section.ts';

const [block = ''] = codeBlocks(ALL_OF_CONFIG, 'jsonc');
const example = await readAsVariable(block);

const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SECRETS = {
  GITHUB_APP_ID: '123456',
  GITHUB_APP_PRIVATE_KEY: PKCS1,
  SKYSQL_API_KEY: 'skysql.1zzz.test-key',
  SLACK_BOT_TOKEN: 'xoxb-test-token',
  NOTIFY_SECRET: WHSEC,
  PAGERDUTY_KEY: '0123456789abcdef0123456789abcdef',
  TEAMS_URL: 'https://prod-1.westeurope.logic.azure.com/workflows/x',
  DISCORD_URL: 'https://discord.com/api/webhooks/1/x',
  NTFY_URL: 'https://ntfy.sh/backups',
};

function parse(config: unknown): Config {
  const parsed = parseConfig({ CONFIG: config, ...SECRETS });
  if (!parsed.ok) throw new Error(parsed.problem.join('\n'));
  return parsed.value;
}

test('the example of CONFIG can be pasted into the file, and has no problem', () => {
  expect(parse(example).services.get('prod')).toMatchObject({ service: 'dbtgf28044362' });
});

test('the example of CONFIG shows every key that is known', () => {
  const parsed = parseConfig({ CONFIG: withStrangeKeys(example), ...SECRETS });
  const problems = parsed.ok ? [] : parsed.problem;
  const refusal = /^(?<path>.*?)\.?strange: unknown key; allowed: (?<keys>.*)$/;
  const known = problems.flatMap((problem) => {
    const { path = '', keys = '' } = refusal.exec(problem)?.groups ?? {};
    const place = path.replace(/\[\d+\]/g, '[]');
    return keys.split(', ').map((key) => (place === '' ? key : `${place}.${key}`));
  });
  expect(problems.filter((problem) => !refusal.test(problem))).toEqual([]);
  expect(findKeys(example)).toEqual([...new Set(known), 'services.prod'].toSorted());
});

test('what the example of CONFIG calls a default is one', () => {
  const service = { provider: 'mariadb-cloud', service: 'dbtgf28044362' };
  // A schedule has no default: left out, none is kept.
  const prod = { ...service, credential: 'SKYSQL_API_KEY', schedule: '0 2 * * *' };
  const least = parse({ services: { prod }, watch: {}, oidc: { allow: [] } });
  const shown = parse(example);
  expect(shown.services).toEqual(least.services);
  expect(shown.watch?.everyMs).toBe(least.watch?.everyMs);
  expect(shown.slack.apiUrl).toBe(least.slack.apiUrl);
  expect(shown.oidc?.issuer).toBe(least.oidc?.issuer);
  expect(shown.github.apiUrl).toBe(least.github.apiUrl);
  const entry = { repository: 'acme/shop', environment: 'production', services: ['prod'] };
  const { github } = parse({ services: { prod }, watch: {}, github: { protect: [entry] } });
  expect(shown.github.protect).toEqual(github.protect);
});

test('the configuration that is there to be edited needs the secrets that are pasted', async () => {
  const file = new URL('../../../worker/config.json', import.meta.url);
  const CONFIG: unknown = JSON.parse(await readFile(file, 'utf8'));
  const [pastedLines = ''] = codeBlocks(SET_UP, 'ini');
  const names = [...pastedLines.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
  const pasted = Object.fromEntries(names.map((name) => [name, 'test-value']));
  expect(names).toEqual(['SKYSQL_API_KEY', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN']);
  expect(parseConfig({ CONFIG, ...pasted })).toMatchObject({
    ok: true,
    value: { slack: { allow: [{ channels: null, users: null, services: null }] } },
  });
});
