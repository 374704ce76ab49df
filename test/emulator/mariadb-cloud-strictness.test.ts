import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupsPath, call, schedulesPath } from './call-emulator.ts';
import type { CallOptions } from './call-emulator.ts';
import { startMariadbCloud } from './mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from './mariadb-cloud/index.ts';

const service = 'dbtgf28044362';
const good = { backup_type: 'full', schedule: '0 2 * * *', service_id: service };
let emulator: MariadbCloudEmulator;

beforeAll(async () => {
  emulator = await startMariadbCloud();
  emulator.addSchedule({ id: 7, service_id: service, schedule: 'once', status: 'Succeeded' });
  emulator.addSchedule({ id: 8, service_id: service, schedule: '0 2 * * *' });
});
afterAll(() => emulator.close());

interface Refused {
  status: number;
  path: string;
  naming: string;
}

async function expectRefusal(target: string, options: CallOptions, refused: Refused) {
  const reply = await call(emulator, target, options);
  expect(reply.json).toEqual({
    code: refused.status,
    exception: expect.any(String),
    path: refused.path,
    timestamp: expect.any(Number),
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    errors: [{ error: expect.any(String), message: expect.stringContaining(refused.naming) }],
  });
  expect(reply.status).toBe(refused.status);
}

describe('a query is refused by the name of the parameter that is wrong', () => {
  test.each([
    ['unknown', 'limit=5', 'limit'],
    ['named like a built-in', 'toString=5', 'toString'],
    ['empty', 'service_id=', 'service_id'],
    ['repeated', 'page=1&page=2', 'page'],
    ['not an integer', 'page=1.5', 'page'],
    ['below 1', 'page_size=0', 'page_size'],
    ['not a direction', 'order=DESC', 'order'],
  ])('%s', async (_, query, naming) => {
    await expectRefusal(`${backupsPath}?${query}`, {}, { status: 400, path: backupsPath, naming });
  });

  test.each([
    ['empty', '?service_id='],
    ['too short', '?service_id=db'],
  ])('service_id of schedules: %s', async (_, query) => {
    const refused = { status: 400, path: schedulesPath, naming: 'service_id' };
    await expectRefusal(`${schedulesPath}${query}`, {}, refused);
  });

  test('service_id of schedules: missing, where the server is as strict as its document', async () => {
    emulator.settings.schedulesNeedService = true;
    const refused = { status: 400, path: schedulesPath, naming: 'service_id' };
    await expectRefusal(schedulesPath, {}, refused);
    emulator.settings.schedulesNeedService = false;
  });
});

describe('a body is refused by the name of the field that is wrong', () => {
  test.each<[string, unknown, string]>([
    ['unknown field', { ...good, name: 'nightly' }, 'name'],
    ['missing field', { backup_type: 'full', schedule: 'once' }, 'service_id'],
    ['wrong type', { ...good, service_id: 5 }, 'service_id'],
    ['unknown service', { ...good, service_id: 'dbunknown' }, 'service_id'],
    ['unknown backup type', { ...good, backup_type: 'logical' }, 'backup_type'],
    ['storage without a bucket', { ...good, external_storage: {} }, 'external_storage.bucket'],
    ['a list', [good], 'JSON object'],
    ['broken JSON', '{"backup_type":', 'JSON'],
  ])('%s', async (_, body, naming) => {
    const refused = { status: 400, path: schedulesPath, naming };
    await expectRefusal(schedulesPath, { method: 'POST', body }, refused);
  });

  test('sent as something else than JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    const refused = { status: 400, path: schedulesPath, naming: 'content-type' };
    await expectRefusal(schedulesPath, { method: 'POST', body: good, headers }, refused);
  });
});

describe('a schedule is once or five cron fields', () => {
  const post = async (schedule: string) =>
    (await call(emulator, schedulesPath, { method: 'POST', body: { ...good, schedule } })).status;

  test.each(['once', '0 2 * * *', '*/15 0-6,22 1,15 jan-mar MON-FRI', '5/10 * * * 7'])(
    'takes %j',
    async (schedule) => expect(await post(schedule)).toBe(200),
  );

  test.each(['', 'cron', '0 9 ** *', '0 2 * *', '0 2 * * * *', '60 2 * * *', '0 24 * * *'])(
    'refuses %j',
    async (schedule) => expect(await post(schedule)).toBe(400),
  );

  test.each(['0 2 0 * *', '0 2 * 13 *', '0 2 * * 8', '5-1 * * * *', '*/0 * * * *', '1, * * * *'])(
    'refuses the value in %j',
    async (schedule) => expect(await post(schedule)).toBe(400),
  );
});

describe('requests that lead nowhere', () => {
  const unknown = `${schedulesPath}/999`;
  const oneTime = `${schedulesPath}/7`;

  test.each<[string, string, CallOptions, number]>([
    ['a wrong key', backupsPath, { headers: { 'x-api-key': 'wrong' } }, 401],
    ['an unknown path', '/skybackup/v1/backups/', {}, 404],
    ['a path with two slashes', `/${backupsPath}`, {}, 404],
    ['a wrong method', backupsPath, { method: 'POST', body: good }, 405],
    ['reading an unknown schedule', unknown, {}, 404],
    ['changing an unknown schedule', unknown, { method: 'PATCH', body: {} }, 404],
    ['deleting an unknown schedule', unknown, { method: 'DELETE' }, 404],
    ['suspending with a word', `${schedulesPath}/8`, patch({ suspended: 'yes' }), 400],
    ['moving a schedule to another service', oneTime, patch({ service_id: service }), 400],
  ])('%s', async (_, path, options, status) => {
    await expectRefusal(path, options, { status, path, naming: '' });
  });

  test('listing the backups of an unknown service', async () => {
    const refused = { status: 404, path: backupsPath, naming: 'dbunknown' };
    await expectRefusal(`${backupsPath}?service_id=dbunknown`, {}, refused);
  });

  test('changing when a one-time schedule runs', async () => {
    const refused = { status: 400, path: oneTime, naming: "one-time schedule can't be changed" };
    await expectRefusal(oneTime, patch({ schedule: '0 2 * * *' }), refused);
  });
});

function patch(body: unknown): CallOptions {
  return { method: 'PATCH', body };
}
