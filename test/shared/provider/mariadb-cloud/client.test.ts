import { describe, expect, test } from 'vitest';
import {
  createMariadbCloudClient,
  createSchedule,
  deleteSchedule,
  getSchedule,
  updateSchedule,
} from '../../../../shared/provider/mariadb-cloud/client.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { send } from '../../http/chosen-send.ts';
import { failureOf } from '../../http/plain-server.ts';
import { KEY, SERVICE, startCloud } from './cloud.ts';

holdRetryDelays();

const ROOT = '/skybackup/v1/backups/schedules';

async function startClient() {
  const { emulator, clock, count } = await startCloud();
  const http = createMariadbCloudClient({ baseUrl: emulator.url, apiKey: KEY, clock, send });
  const row = { service_id: SERVICE, type: 'full', schedule: '0 2 * * *', suspended: false };
  emulator.addSchedule({ id: 215, ...row });
  return { emulator, count, http };
}

describe('one schedule', () => {
  test('is read by its id', async () => {
    const { emulator, http } = await startClient();
    const read = await getSchedule(http, '215');
    expect(read).toMatchObject({ id: '215', service_id: SERVICE, schedule: '0 2 * * *' });
    expect(emulator.requests).toMatchObject([{ method: 'GET', path: `${ROOT}/215` }]);
  });

  test('is read by an id that needs to be encoded', async () => {
    const { emulator, http } = await startClient();
    emulator.addSchedule({ id: 'a/b: c?', service_id: SERVICE });
    expect(await getSchedule(http, 'a/b: c?')).toMatchObject({ id: 'a/b: c?' });
    expect(emulator.requests).toMatchObject([{ path: `${ROOT}/a%2Fb%3A%20c%3F`, query: {} }]);
  });

  test('that is not there is answered 404', async () => {
    const { http } = await startClient();
    const failure = await failureOf(getSchedule(http, '999'));
    expect(failure).toMatchObject({ kind: 'status', status: 404, body: { code: 404 } });
  });

  test('is read at the third attempt', async () => {
    const { emulator, http, count } = await startClient();
    emulator.fail({ kind: 'status', status: 502, times: 2 });
    expect(await hurry(getSchedule(http, '215'))).toMatchObject({ id: '215' });
    expect(count('GET')).toBe(3);
  });
});

describe('an update', () => {
  test.each([
    [{ backup_type: 'dump' }, { type: 'dump', schedule: '0 2 * * *', suspended: false }],
    [{ schedule: '30 4 * * *' }, { type: 'full', schedule: '30 4 * * *', suspended: false }],
    [{ suspended: true }, { type: 'full', schedule: '0 2 * * *', suspended: true }],
    [
      { backup_type: 'snapshot', schedule: '0 5 * * *', suspended: true },
      { type: 'snapshot', schedule: '0 5 * * *', suspended: true },
    ],
  ])('of %j is sent as it is and gives what became of it', async (update, became) => {
    const { emulator, http } = await startClient();
    expect(await updateSchedule(http, '215', update)).toMatchObject({ id: '215', ...became });
    const sent = emulator.requests.map(({ method, path, body }) => ({ method, path, body }));
    expect(sent).toEqual([{ method: 'PATCH', path: `${ROOT}/215`, body: update }]);
    expect(emulator.schedules(SERVICE)).toMatchObject([became]);
  });

  test('of a one-time schedule is refused with the reason', async () => {
    const { emulator, http } = await startClient();
    emulator.addSchedule({ id: 7, service_id: SERVICE, schedule: 'once' });
    const failure = await failureOf(updateSchedule(http, '7', { schedule: '0 2 * * *' }));
    expect(failure).toMatchObject({ status: 400, body: { errors: [{ message: /one-time/ }] } });
  });
});

describe('a deletion', () => {
  test('ends with an empty answer', async () => {
    const { emulator, http } = await startClient();
    await expect(deleteSchedule(http, '215')).resolves.toBeUndefined();
    expect(emulator.requests).toMatchObject([{ method: 'DELETE', path: `${ROOT}/215` }]);
    expect(emulator.schedules(SERVICE)).toEqual([]);
  });

  test('of a schedule that is not there is answered 404', async () => {
    const { http } = await startClient();
    expect(await failureOf(deleteSchedule(http, '999'))).toMatchObject({ status: 404 });
  });

  test('of a schedule whose backup runs is answered 409, and changes nothing', async () => {
    const { emulator, http } = await startClient();
    const request = { service_id: SERVICE, backup_type: 'full', schedule: 'once' };
    const { id } = await createSchedule(http, request);
    emulator.clock.advance(3000);
    expect(await failureOf(deleteSchedule(http, id ?? ''))).toMatchObject({ status: 409 });
    expect(emulator.schedules(SERVICE)).toHaveLength(2);
  });

  test.each([500, 503])('answered %i is not repeated', async (status) => {
    const { emulator, http, count } = await startClient();
    emulator.fail({ kind: 'after-effect-status', status });
    expect(await failureOf(deleteSchedule(http, '215'))).toMatchObject({ status });
    expect(count('DELETE')).toBe(1);
  });
});

test.each([undefined, 'text', null])(
  'an answer that is no schedule is unreadable: %j',
  async (body) => {
    const { emulator, http } = await startClient();
    emulator.fail({ kind: 'status', status: 200, body: body === undefined ? '' : body, times: 3 });
    const unreadable = { kind: 'unreadable' };
    const update = { suspended: true };
    expect(await failureOf(getSchedule(http, '215'))).toMatchObject(unreadable);
    expect(await failureOf(updateSchedule(http, '215', update))).toMatchObject(unreadable);
    const request = { service_id: SERVICE, backup_type: 'full', schedule: 'once' };
    expect(await failureOf(createSchedule(http, request))).toMatchObject(unreadable);
  },
);
