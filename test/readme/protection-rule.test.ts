import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseConfig } from '../../worker/config/index.ts';
import { parseCommand } from '../../worker/entrances/slack/parse.ts';
import { PKCS1 } from '../worker/github/app-keys.ts';
import { CONFIG, openApp, SECRETS } from '../worker/open-app.ts';
import { githubPost } from '../worker/signed-requests.ts';
import { codeBlocks, docs, filledIn } from './read-readme.ts';
import { readAsVariable } from './worker/read-jsonc.ts';

const TEXT = docs('protection-rule');
const [html = ''] = codeBlocks(TEXT, 'html');
const [, manifestText = ''] = /value='([^']+)'/.exec(filledIn(html)) ?? [];
const manifest = JSON.parse(manifestText);

test('the App may read actions and write deployments, hears of one event, and is private', () => {
  expect(manifest).toMatchObject({
    public: false,
    default_permissions: { actions: 'read', deployments: 'write' },
    default_events: ['deployment_protection_rule'],
  });
  expect(Object.keys(manifest.default_permissions)).toHaveLength(2);
});

test('its webhook is at an address where the Worker answers GitHub, and the code comes to one that it has', async () => {
  const { protocol, pathname } = new URL(manifest.hook_attributes.url);
  const [, request] = githubPost('ping', { zen: '' });
  const { app } = openApp();
  expect([protocol, (await app.request(pathname, request)).status]).toEqual(['https:', 200]);
  const back = new URL(manifest.redirect_url);
  expect((await app.request(`${back.pathname}?code=x`)).status).toBe(200);
});

test('the secrets that are made of what GitHub answers are those that the Worker reads', () => {
  const [shell = ''] = codeBlocks(TEXT, 'sh');
  const [, script = ''] = /node -e '([^']+)'/.exec(shell) ?? [];
  const answer = { id: 123, pem: PKCS1, webhook_secret: 'x'.repeat(20), client_secret: 'y' };
  const input = JSON.stringify(answer);
  const secrets = JSON.parse(execFileSync('node', ['-e', script], { input, encoding: 'utf8' }));
  expect(secrets).toEqual({
    GITHUB_APP_ID: '123',
    GITHUB_APP_PRIVATE_KEY: PKCS1,
    GITHUB_WEBHOOK_SECRET: 'x'.repeat(20),
  });
  expect(parseConfig({ CONFIG, ...SECRETS, ...secrets }).ok).toBe(true);
});

test('the entries that are shown can be pasted', async () => {
  const [block = ''] = codeBlocks(TEXT, 'jsonc');
  const sections = await readAsVariable(`{${block}}`);
  const app = { GITHUB_APP_ID: '1', GITHUB_APP_PRIVATE_KEY: PKCS1 };
  const parsed = parseConfig({ CONFIG: Object.assign({}, CONFIG, sections), ...SECRETS, ...app });
  expect(parsed).toMatchObject({ value: { github: { protect: [{}, { onBlock: 'hold' }] } } });
});

test('the command that is shown is one that is understood', () => {
  const command = codeBlocks(TEXT, 'text').find((text) => text.includes('/backup allow')) ?? '';
  expect(parseCommand(command.trim().replace('/backup ', ''))).toEqual({
    kind: 'allow',
    service: 'prod',
    host: 'github.com',
    repository: 'acme/shop',
    target: { run: '123' },
    why: 'the provider is down',
  });
});
