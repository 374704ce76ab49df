import { describe, expect, test } from 'vitest';
import { getBackup, openBycloud } from '../../../shared/provider/bycloud/client.ts';
import {
  createMariadbCloudClient,
  getSchedule,
} from '../../../shared/provider/mariadb-cloud/client.ts';
import { send } from '../http/chosen-send.ts';
import { startInstance } from './bycloud/instance.ts';
import { startCloud } from './mariadb-cloud/cloud.ts';
import { SERVICE, startAccount } from './skyvia/account.ts';

const NOTHING: readonly unknown[] = [
  {},
  [],
  null,
  { message: 'Forbidden' },
  { id: 216, database_backup: { id: 'y' } },
  { code: 500, errors: [{ error: 'x', message: 'broken' }] },
  { id: 215, database_backup: { id: 'x' }, error: { code: 500, message: 'broken' } },
];

describe('an answer that should hold one object is unreadable where it holds none:', () => {
  const unreadable = { failure: { kind: 'unreadable' } };

  test.each(NOTHING.map((body) => ({ body })))('$body', async ({ body }) => {
    const cloud = await startCloud();
    const instance = await startInstance();
    for (const { emulator } of [cloud, instance]) emulator.fail({ kind: 'json', body });
    const connect = (baseUrl: string) => ({ apiKey: 'a:b', baseUrl, clock: cloud.clock, send });
    const mariadb = createMariadbCloudClient(connect(cloud.emulator.url));
    await expect(getSchedule(mariadb, '215')).rejects.toMatchObject(unreadable);
    const bycloud = openBycloud(connect(instance.emulator.url));
    await expect(getBackup(bycloud, 'x')).rejects.toMatchObject(unreadable);
  });
});

describe('of Skyvia, in the place of', () => {
  const REPORTS = [{ message: 'Forbidden' }, { errorCode: 403, errors: { token: 'wrong' } }];

  test.each([{}, { id: 13 }, ...REPORTS].map((body) => ({ body })))(
    'the backup, $body leaves the backups unavailable',
    async ({ body }) => {
      const { emulator, readBackups } = await startAccount();
      emulator.fail({ kind: 'json', body, when: { path: /backups\/12$/ } });
      expect(await readBackups()).toMatchObject({ state: 'unavailable' });
    },
  );

  test.each(REPORTS.map((body) => ({ body })))(
    'the active run, $body does not say that there is none',
    async ({ body }) => {
      const { emulator, readBackups } = await startAccount();
      emulator.fail({ kind: 'json', body, when: { path: /active$/ } });
      expect(await readBackups()).toMatchObject({ state: 'incomplete' });
    },
  );

  test.each([{}, ...REPORTS].map((body) => ({ body })))(
    'the schedule, $body does not say that there is none',
    async ({ body }) => {
      const { emulator, schedules } = await startAccount();
      emulator.fail({ kind: 'json', body, when: { path: /schedule$/ } });
      expect((await schedules.read(SERVICE)).state).not.toBe('complete');
    },
  );
});
