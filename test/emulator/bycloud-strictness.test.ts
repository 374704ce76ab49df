import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDay, databaseBackups, idOf } from './bycloud-fixtures.ts';
import { startBycloud } from './bycloud/index.ts';
import type { BycloudEmulator } from './bycloud/index.ts';
import { callBycloud, callWith } from './call-emulator.ts';
import type { Caller, CallOptions } from './call-emulator.ts';

const token = { authorization: 'Bearer bycloud-test-token' };
const keyPair = { 'x-api-key': 'AKTEST:secret-test' };
let emulator: BycloudEmulator;

beforeAll(async () => {
  emulator = await startBycloud();
  addDay(emulator, 1);
});
afterAll(() => emulator.close());

interface Refused {
  status: number;
  naming?: string;
  options?: CallOptions;
  call?: Caller;
}

async function expectRefusal(path: string, refused: Refused) {
  const { status, naming = '', options = {}, call = callBycloud } = refused;
  const reply = await call(emulator, path, options);
  expect(reply.json).toEqual({
    error: {
      code: status,
      message: expect.any(String),
      details: expect.stringContaining(naming),
      request_id: expect.stringMatching(/^[\da-f-]{36}$/),
    },
  });
  expect(reply.status).toBe(status);
}

describe('each kind of credential has its own header', () => {
  test.each<[string, Record<string, string>]>([
    ['a token', token],
    ['a key pair', keyPair],
  ])('%s is taken', async (_, credential) => {
    expect((await callWith(credential)(emulator, databaseBackups)).status).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a token without its scheme', { authorization: 'bycloud-test-token' }],
    ['a token as a key', { 'x-api-key': 'bycloud-test-token' }],
    ['a key pair as a token', { authorization: 'Bearer AKTEST:secret-test' }],
    ['half a key pair', { 'x-api-key': 'AKTEST' }],
    ['another token', { authorization: 'Bearer wrong' }],
    ['both at once', { ...token, ...keyPair }],
  ])('%s is refused', async (_, credential) => {
    await expectRefusal(databaseBackups, { status: 401, call: callWith(credential) });
  });

  test.each<[string, Record<string, string>]>([
    ['mine', { authorization: 'Bearer mine' }],
    ['AK:se:cret', { 'x-api-key': 'AK:se:cret' }],
  ])('with a key of its own an emulator takes only that: %s', async (apiKey, credential) => {
    const other = await startBycloud({ apiKey });
    const callers = [callWith(credential), callWith(token), callWith(keyPair), callWith({})];
    const replies = await Promise.all(callers.map((call) => call(other, databaseBackups)));
    await other.close();
    expect(replies.map(({ status }) => status)).toEqual([200, 401, 401, 401]);
  });
});

describe('a query is refused by the name of the parameter that is wrong', () => {
  test.each([
    ['unknown', 'page=1', 'page'],
    ['named like a built-in', 'toString=5', 'toString'],
    ['an empty UUID', 'instance_id=', 'instance_id'],
    ['an empty text', 'name=', 'name'],
    ['repeated', 'limit=1&limit=2', 'limit'],
    ['a limit below 1', 'limit=0', 'limit'],
    ['no integer', 'limit=1.5', 'limit'],
    ['a marker that is no UUID', 'marker=5', 'marker'],
    ['a marker that names nothing', `marker=${idOf(5)}`, 'marker'],
    ['an instance that is no UUID', 'instance_id=crn:spo1:database:instance:5', 'instance_id'],
  ])('%s', async (_, query, naming) => {
    await expectRefusal(`${databaseBackups}?${query}`, { status: 400, naming });
  });

  test('of instances', async () => {
    const path = '/v1/database-instances';
    await expectRefusal(`${path}?instance_id=${idOf(1)}`, { status: 400, naming: 'instance_id' });
    await expectRefusal(`${path}?datastore_type=db2`, { status: 400, naming: 'datastore_type' });
  });

  test('of one backup', async () => {
    await expectRefusal(`${databaseBackups}/${idOf(1)}?limit=1`, { status: 400, naming: 'limit' });
  });
});

test.each<[string, string, number]>([
  ['an id that is no UUID', `${databaseBackups}/5`, 400],
  ['an unknown backup', `${databaseBackups}/${idOf(5)}`, 404],
  ['an unknown path', '/v1/backups', 404],
  ['a slash at the end', `${databaseBackups}/`, 404],
  ['two slashes', `/${databaseBackups}`, 404],
])('%s leads nowhere', async (_, path, status) => {
  await expectRefusal(path, { status });
});

test('nothing can be written', async () => {
  for (const method of ['POST', 'PATCH', 'DELETE'])
    await expectRefusal(databaseBackups, { status: 405, options: { method } });
  expect(emulator.backups('550e8400-e29b-41d4-a716-446655440001')).toHaveLength(1);
});
