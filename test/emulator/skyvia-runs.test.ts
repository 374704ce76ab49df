import { afterEach, beforeEach, expect, test } from 'vitest';
import { callSkyvia as call } from './call-emulator.ts';
import { startSkyvia } from './skyvia/index.ts';
import type { SkyviaEmulator, SkyviaSettings } from './skyvia/index.ts';

const service = '3/12';
const snapshots = '/v1/workspaces/3/backups/12/snapshots';
const active = `${snapshots}/active`;
let emulator: SkyviaEmulator;

beforeEach(async () => {
  emulator = await startSkyvia();
  emulator.addBackup({ workspace: 3, backup: 12 });
});
afterEach(() => emulator.close());

const post = () => call(emulator, snapshots, { method: 'POST' });

test('a run goes from new to queued to running, and then leaves its record in the list', async () => {
  emulator.nextRun({ successRows: 40, errorRows: 2, result: 'done' });
  const asked = {
    runId: 500_001,
    date: '2026-01-15T12:00:00.000Z',
    duration: 0,
    state: 'New',
    successRows: 0,
    errorRows: 0,
  };
  expect(await post()).toMatchObject({ status: 200, json: asked });
  emulator.clock.advance(1999);
  expect((await call(emulator, active)).json).toEqual({ ...asked, state: 'Queued' });

  emulator.clock.advance(1);
  const running = { ...asked, state: 'Running', successRows: 40, errorRows: 2 };
  expect((await call(emulator, active)).json).toEqual(running);
  emulator.clock.advance(4999);
  expect((await call(emulator, active)).json).toEqual({ ...running, duration: 4 });
  expect(emulator.snapshots(service)).toEqual([]);

  emulator.clock.advance(1);
  expect((await call(emulator, active)).status).toBe(204);
  const record = {
    snapshotId: 1001,
    queueTime: '2026-01-15T12:00:00.000Z',
    startTime: '2026-01-15T12:00:02.000Z',
    endTime: '2026-01-15T12:00:07.000Z',
    state: 'Succeeded',
    runBySchedule: false,
  };
  expect((await call(emulator, snapshots)).json).toEqual({ data: [record], hasMore: false });
  const details = await call(emulator, `${snapshots}/1001`);
  expect(details.json).toEqual({ ...record, result: 'done' });
  expect((await call(emulator, `${snapshots}/500001`)).status).toBe(404);
});

test('a finished run can be missing from both active and the list for a while', async () => {
  emulator.nextRun({ queuedMs: 0, runningMs: 1000, listedAfterMs: 60_000, outcome: 'Failed' });
  expect((await post()).json).toMatchObject({ state: 'Running' });
  emulator.clock.advance(1000);
  expect((await call(emulator, active)).status).toBe(204);
  expect((await call(emulator, `${snapshots}/1001`)).status).toBe(404);
  emulator.clock.advance(59_999);
  expect(emulator.snapshots(service)).toEqual([]);
  emulator.clock.advance(1);
  expect(emulator.snapshots(service)).toMatchObject([{ snapshotId: 1001, state: 'Failed' }]);
});

test('plans are used in turn, and then the default plan holds', async () => {
  emulator.nextRun({ neverListed: true });
  emulator.nextRun({ outcome: 'Canceled', successRows: null, errorRows: null });
  for (let i = 0; i < 3; i += 1) {
    const { json } = await post();
    expect(Object.keys(Object(json)).includes('successRows')).toBe(i !== 1);
    emulator.clock.advance(7000);
  }
  expect(emulator.snapshots(service)).toMatchObject([
    { state: 'Canceled' },
    { state: 'Succeeded' },
  ]);
});

test('a run that never ends stays active', async () => {
  emulator.nextRun({ runningMs: Infinity });
  await post();
  emulator.clock.advance(86_400_000);
  expect((await call(emulator, active)).json).toMatchObject({ state: 'Running', duration: 86_398 });
});

test('while a run is active a second one is refused, whoever began the first', async () => {
  emulator.addBackup({ workspace: 3, backup: 13 });
  const begun = emulator.startRun(service);
  expect((await call(emulator, active)).json).toEqual(begun);
  const refused = await post();
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({ message: expect.stringContaining(String(begun['runId'])) });
  expect(() => emulator.startRun(service)).toThrow('active run');
  expect((await call(emulator, '/v1/workspaces/3/backups/13/snapshots/active')).status).toBe(204);

  emulator.clock.advance(7000);
  expect(emulator.snapshots(service)).toMatchObject([{ runBySchedule: true }]);
  expect((await post()).status).toBe(200);
});

test('a record never gets an id that a row of a test has', async () => {
  emulator.addSnapshot(service, { snapshotId: 1001 });
  await post();
  emulator.clock.advance(7000);
  expect(emulator.snapshots(service)).toMatchObject([{ snapshotId: 1001 }, { snapshotId: 1002 }]);
});

test.each<[SkyviaSettings['noActive'], number, unknown]>([
  ['no-content', 204, ''],
  ['not-found', 404, expect.stringContaining('"errorCode":404')],
  ['empty', 200, ''],
  ['null', 200, 'null'],
  ['empty-object', 200, '{}'],
])('that no run is active can be said as %s', async (noActive, status, text) => {
  emulator.settings.noActive = noActive;
  expect(await call(emulator, active)).toMatchObject({ status, text });
});

test('a request whose answer is lost has begun a run all the same', async () => {
  emulator.fail({ kind: 'lost-answer' });
  await expect(post()).rejects.toThrow();
  expect((await call(emulator, active)).json).toMatchObject({ runId: 500_001 });
});
