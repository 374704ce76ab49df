import { describe, expect, test } from 'vitest';
import * as client from '../../../../shared/provider/skyvia/client.ts';
import { send } from '../../http/chosen-send.ts';
import { SERVICE, snapshot, startAccount } from './account.ts';

async function startClient() {
  const account = await startAccount();
  const { emulator, clock } = account;
  const options = { apiKey: 'skyvia-test-token', baseUrl: emulator.url, clock, send };
  return { ...account, http: client.openSkyvia(options) };
}

describe('every call of the documents', () => {
  test('lists the workspaces, a bare array', async () => {
    const { emulator, http } = await startClient();
    emulator.addBackup({ workspace: 4, backup: 1 });
    expect(await client.listWorkspaces(http)).toEqual({
      rows: [
        { id: '3', name: 'Workspace 3', isPersonal: false },
        { id: '4', name: 'Workspace 4', isPersonal: false },
      ],
      unreadable: 0,
    });
  });

  test('lists the backups of a workspace, page by page', async () => {
    const { emulator, http } = await startClient();
    emulator.settings.takeLimit = 1;
    emulator.addBackup({ workspace: 3, backup: 13, schedule: 'none' });
    const first = await client.listBackups(http, '3', 0);
    expect(first).toMatchObject({ rows: [{ id: '12', name: 'Backup 12', scheduled: true }] });
    expect(await client.listBackups(http, '3', first.next ?? -1)).toMatchObject({
      rows: [{ id: '13', scheduled: false }],
      next: null,
    });
  });

  test('gets a backup', async () => {
    const { http } = await startClient();
    const created = '2026-01-15T12:00:00.000Z';
    expect(await client.getBackup(http, SERVICE)).toEqual({
      id: '12',
      name: 'Backup 12',
      created,
      modified: created,
      scheduled: true,
    });
  });

  test('lists the snapshots of a backup, and gets one with its details', async () => {
    const { emulator, http } = await startClient();
    emulator.addSnapshot(SERVICE, { ...snapshot(15), result: 'all well' });
    expect(await client.listSnapshots(http, SERVICE, 0)).toMatchObject({
      rows: [{ snapshotId: '15', state: 'Succeeded' }],
      unreadable: 0,
      next: null,
    });
    expect(await client.getSnapshot(http, SERVICE, '15')).toMatchObject({
      snapshotId: '15',
      result: 'all well',
    });
  });

  test('creates a snapshot, and gets the active run', async () => {
    const { http } = await startClient();
    expect(await client.getActiveRun(http, SERVICE)).toMatchObject({ runId: null });
    const run = { runId: '500001', date: '2026-01-15T12:00:00.000Z', state: 'New' };
    expect(await client.createSnapshot(http, SERVICE)).toEqual(run);
    expect(await client.getActiveRun(http, SERVICE)).toEqual(run);
  });

  test.each(['json', 'empty'] as const)(
    'switches the schedule off and on, answered with %s',
    async (answers) => {
      const { emulator, http } = await startClient();
      emulator.settings.enableAnswers = answers;
      await client.disableSchedule(http, SERVICE);
      expect(await client.getSchedule(http, SERVICE)).toEqual({ active: false });
      await client.enableSchedule(http, SERVICE);
      expect(await client.getSchedule(http, SERVICE)).toEqual({ active: true });
    },
  );
});

test.each([{}, { data: [] }, null, 'none'])(
  'workspaces that are not a list are unreadable: %j',
  async (body) => {
    const { emulator, http } = await startClient();
    emulator.fail({ kind: 'json', body });
    await expect(client.listWorkspaces(http)).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  },
);

test('a row that is no object hides no other, and is counted', async () => {
  const { emulator, http } = await startClient();
  emulator.fail({ kind: 'json', body: [null, { id: 5 }, []] });
  expect(await client.listWorkspaces(http)).toEqual({
    rows: [{ id: '5', name: null, isPersonal: null }],
    unreadable: 2,
  });
});
