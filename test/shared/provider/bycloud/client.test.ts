import { expect, test } from 'vitest';
import {
  getBackup,
  listBackups,
  listInstances,
  openBycloud,
} from '../../../../shared/provider/bycloud/client.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { send } from '../../http/chosen-send.ts';
import { addDay, idOf, instance, startInstance } from './instance.ts';

const OTHER = '550e8400-e29b-41d4-a716-446655440009';

async function startClient() {
  const started = await startInstance();
  const { emulator, clock } = started;
  const options = { apiKey: 'AKTEST:secret-test', baseUrl: emulator.url, clock, send };
  return { ...started, options, http: openBycloud(options) };
}

test('the backups of an instance are listed page by page', async () => {
  const { emulator, http, addDays } = await startClient();
  emulator.settings.limitCap = 1;
  addDays([14, 15]);
  const first = await listBackups(http, instance, '');
  expect(first).toMatchObject({ rows: [{ id: idOf(15), status: 'COMPLETED' }], next: idOf(15) });
  expect(await listBackups(http, instance, idOf(15))).toMatchObject({
    rows: [{ id: idOf(14) }],
    next: null,
  });
});

test('a backup is read alone by its id', async () => {
  const { emulator, http } = await startClient();
  addDay(emulator, 15);
  expect(await getBackup(http, idOf(15))).toMatchObject({ id: idOf(15), instance_id: instance });
});

test('the database instances of the organisation are listed page by page', async () => {
  const { emulator, http } = await startClient();
  emulator.settings.limitCap = 1;
  emulator.addInstance({ id: instance, name: 'shop' });
  emulator.addInstance({ id: OTHER, status: 'BACKUP', datastore: null });
  const first = await listInstances(http, '');
  expect(first).toEqual({
    rows: [
      {
        id: instance,
        name: 'shop',
        status: 'ACTIVE',
        datastore: { type: 'mariadb', version: '11.4' },
      },
    ],
    unreadable: 0,
    next: instance,
    promised: true,
    total: 2,
    last: null,
  });
  expect(await listInstances(http, instance)).toMatchObject({
    rows: [{ id: OTHER, status: 'BACKUP', datastore: null }],
    next: null,
  });
});

test('there are no ports for what the API has no calls for', async () => {
  const { options } = await startClient();
  const provider = PROVIDERS.bycloud.create(options);
  for (const port of ['schedules', 'requests']) {
    expect(provider).not.toHaveProperty(port);
  }
});
