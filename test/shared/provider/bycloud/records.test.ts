import { describe, expect, test } from 'vitest';
import { getBackup, openBycloud } from '../../../../shared/provider/bycloud/client.ts';
import { bycloud } from '../../../../shared/provider/bycloud/index.ts';
import { send } from '../../http/chosen-send.ts';
import { addDay, idOf, instance, startInstance } from './instance.ts';

test.each([
  ['NEW', 'queued'],
  ['BUILDING', 'running'],
  ['SAVING', 'running'],
  ['COMPLETED', 'succeeded'],
  ['completed', 'succeeded'],
  ['FAILED', 'failed'],
  ['DELETE_FAILED', 'failed'],
  ['ACTIVE', 'unrecognised'],
  ['AVAILABLE', 'unrecognised'],
  ['SUCCEEDED', 'unrecognised'],
  ['BACKUP', 'unrecognised'],
  ['toString', 'unrecognised'],
  ['', 'unrecognised'],
  [null, 'unrecognised'],
  [{ word: 'COMPLETED' }, 'unrecognised'],
])('a backup of status %j is %s', async (status, expected) => {
  const { emulator, readBackups } = await startInstance();
  addDay(emulator, 15, { status });
  expect(await readBackups()).toMatchObject({ state: 'complete', items: [{ status: expected }] });
});

describe('a record that was imported', () => {
  test.each(['RESTORED', 'restored', ' Restored '])('as %j is no backup', async (status) => {
    const { emulator, readBackups } = await startInstance();
    addDay(emulator, 14);
    addDay(emulator, 15, { status });
    expect(await readBackups()).toMatchObject({ state: 'complete', items: [{ id: idOf(14) }] });
  });
});

describe('a backup', () => {
  test.each([
    [null, { type: 'full', fullBackupId: null }],
    ['', { type: 'full', fullBackupId: null }],
    [undefined, { type: 'full', fullBackupId: null }],
    [idOf(14), { type: 'incremental', fullBackupId: idOf(14) }],
  ])('with the parent %j is %j', async (parent_id, expected) => {
    const { emulator, readBackups } = await startInstance();
    addDay(emulator, 15, { parent_id });
    expect(await readBackups()).toMatchObject({ items: [expected] });
  });

  test.each([
    [0.14, '0.14'],
    [19, '19'],
    [0, '0'],
    ['0.19 GB', '0.19 GB'],
    [null, null],
    [undefined, null],
    [{}, null],
  ])('of size %j shows it as %j, and knows no bytes', async (size, sizeText) => {
    const { emulator, readBackups } = await startInstance();
    addDay(emulator, 15, { size });
    expect(await readBackups()).toMatchObject({ items: [{ sizeText, sizeBytes: null }] });
  });

  test('has no end, so that no duration is made up from its last change', async () => {
    const { emulator, readBackups } = await startInstance();
    addDay(emulator, 15, { updated_at: '2026-01-15T09:00:00Z' });
    const at = Date.UTC(2026, 0, 15, 2);
    expect(await readBackups()).toMatchObject({
      items: [{ startedAt: at, recoveryPoint: at, endedAt: null }],
    });
  });

  test('can be read alone by its id', async () => {
    const { emulator, clock } = await startInstance();
    addDay(emulator, 15);
    const options = { apiKey: 'AKTEST:secret-test', baseUrl: emulator.url, clock, send };
    const http = openBycloud(options);
    expect(await getBackup(http, idOf(15))).toMatchObject({
      id: idOf(15),
      status: 'COMPLETED',
      instance_id: instance,
    });
    emulator.fail({ kind: 'json', body: {} });
    await expect(getBackup(http, idOf(15))).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  });
});

describe('a service of ByCloud', () => {
  test('is a UUID of any version', () => {
    for (const text of [instance, idOf(1), 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      expect(bycloud.parseService(text)).toEqual({ ok: true, value: text });
    }
  });

  test.each([
    '',
    'prod',
    instance.slice(1),
    `${instance}0`,
    instance.replaceAll('-', ''),
    `{${instance}}`,
    `urn:uuid:${instance}`,
    `crn:spo1:database:instance:${instance}`,
    instance.replace('5', 'g'),
  ])('cannot be %j, and it is said what can', (text) => {
    const problem = expect.stringContaining('UUID');
    expect(bycloud.parseService(text)).toEqual({ ok: false, problem });
  });
});
