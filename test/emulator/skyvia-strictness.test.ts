import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callSkyvia, callWith } from './call-emulator.ts';
import type { Caller, CallOptions } from './call-emulator.ts';
import { startSkyvia } from './skyvia/index.ts';
import type { SkyviaEmulator } from './skyvia/index.ts';

const backup = '/v1/workspaces/3/backups/12';
const snapshots = `${backup}/snapshots`;
const post: CallOptions = { method: 'POST' };
let emulator: SkyviaEmulator;

beforeAll(async () => {
  emulator = await startSkyvia();
  emulator.addBackup({ workspace: 3, backup: 12 });
  emulator.addBackup({ workspace: 4, backup: 1 });
});
afterAll(() => emulator.close());

interface Refused {
  status: number;
  naming?: string;
  options?: CallOptions;
  call?: Caller;
}

async function expectRefusal(path: string, refused: Refused) {
  const { status, naming = '', options = {}, call = callSkyvia } = refused;
  const reply = await call(emulator, path, options);
  expect(reply.json).toEqual({
    errorCode: status,
    errors: {},
    message: expect.stringContaining(naming),
    refresh: false,
  });
  expect(reply.status).toBe(status);
}

describe('the token must stand alone in Authorization, or all is 403 before the path counts', () => {
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['another one', { authorization: 'wrong' }],
    ['with a scheme', { authorization: 'Bearer skyvia-test-token' }],
    ['in another header', { 'x-api-key': 'skyvia-test-token' }],
  ])('%s', async (_, credential) => {
    const call = callWith(credential);
    await expectRefusal('/v1/workspaces', { status: 403, call });
    await expectRefusal('/v1/nowhere', { status: 403, call });
    await expectRefusal(`${snapshots}?take=0`, { status: 403, call });
  });

  test('with a token of its own an emulator takes that one only', async () => {
    const other = await startSkyvia({ apiKey: 'mine' });
    const mine = await callWith({ authorization: 'mine' })(other, '/v1/workspaces');
    const usual = await callSkyvia(other, '/v1/workspaces');
    await other.close();
    expect([mine.status, usual.status]).toEqual([200, 403]);
  });
});

describe('a query is refused by the name of the parameter that is wrong', () => {
  test.each([
    ['unknown', 'page=1', 'page'],
    ['named like a built-in', 'toString=5', 'toString'],
    ['empty', 'take=', 'take'],
    ['repeated', 'take=1&take=2', 'take'],
    ['take below 1', 'take=0', 'take'],
    ['take above 200', 'take=201', 'take'],
    ['no integer', 'take=1.5', 'take'],
    ['skip below 0', 'skip=-1', 'skip'],
    ['an order that is none', 'sortOrder=DESC', 'sortOrder'],
    ['a field that cannot be sorted by', 'sortBy=endTime', 'sortBy'],
    ['failed is no boolean', 'failed=1', 'failed'],
    ['a time without a zone', 'startDate=2026-01-01T00:00:00', 'startDate'],
    ['a plus that was not encoded', 'endDate=2026-01-01T00:00:00+01:00', 'endDate'],
    ['a month that does not exist', 'endDate=2026-13-01T00:00:00Z', 'endDate'],
  ])('%s', async (_, query, naming) => {
    await expectRefusal(`${snapshots}?${query}`, { status: 400, naming });
  });

  test.each(['take=1', 'take=200', 'skip=0', 'sortBy=startTime&sortOrder=asc'])(
    'takes %s',
    async (query) => expect((await callSkyvia(emulator, `${snapshots}?${query}`)).status).toBe(200),
  );

  test('where none is known', async () => {
    for (const path of ['/v1/workspaces', backup, `${snapshots}/active`, `${backup}/schedule`])
      await expectRefusal(`${path}?take=1`, { status: 400, naming: 'take' });
    await expectRefusal('/v1/workspaces/3/backups?failed=true', { status: 400, naming: 'failed' });
  });
});

describe('a body is refused', () => {
  test.each(['{}', '{"mode":"full"}', ' '])('%j', async (body) => {
    const options = { ...post, body };
    await expectRefusal(snapshots, { status: 400, naming: 'body', options });
    await expectRefusal(`${backup}/schedule/enable`, { status: 400, naming: 'body', options });
    expect((await callSkyvia(emulator, `${snapshots}/active`)).status).toBe(204);
  });
});

describe('requests that lead nowhere', () => {
  test.each<[string, string, number]>([
    ['an id that is a word', '/v1/workspaces/mine/backups', 400],
    ['an id with a fraction', '/v1/workspaces/3/backups/1.5', 400],
    ['an id beyond 32 bits', '/v1/workspaces/3/backups/2147483648', 400],
    ['a snapshot named by a word', `${snapshots}/latest`, 400],
    ['an unknown workspace', '/v1/workspaces/9/backups', 404],
    ['an unknown backup', '/v1/workspaces/3/backups/2147483647', 404],
    ['a backup of another workspace', '/v1/workspaces/3/backups/1/snapshots', 404],
    ['an unknown snapshot', `${snapshots}/1`, 404],
    ['an unknown path', '/v1/backups', 404],
    ['a slash at the end', '/v1/workspaces/', 404],
    ['two slashes', '//v1/workspaces', 404],
    ['reading what can only be posted', `${backup}/schedule/enable`, 405],
  ])('%s', async (_, path, status) => {
    await expectRefusal(path, { status });
  });

  test('posting to active', async () => {
    await expectRefusal(`${snapshots}/active`, { status: 405, options: post });
  });
});
