import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callSkyvia as call } from './call-emulator.ts';
import { startSkyvia } from './skyvia/index.ts';
import type { SkyviaEmulator } from './skyvia/index.ts';

const service = '3/12';
const backup = '/v1/workspaces/3/backups/12';
const snapshots = `${backup}/snapshots`;
let emulator: SkyviaEmulator;

beforeEach(async () => {
  emulator = await startSkyvia();
  emulator.addBackup({ workspace: 3, backup: 12, name: 'CRM' });
});
afterEach(() => emulator.close());

const addAt = (snapshotId: number, startTime?: string | null, state = 'Succeeded') =>
  emulator.addSnapshot(service, { snapshotId, startTime, state });

async function idsOf(query: string): Promise<number[]> {
  const { text } = await call(emulator, `${snapshots}${query}`);
  return (text.match(/(?<="snapshotId":)\d+/g) ?? []).map(Number);
}

test('workspaces are a bare list, backups a page', async () => {
  emulator.addBackup({ workspace: 4, backup: 1, schedule: 'none' });
  expect((await call(emulator, '/v1/workspaces')).json).toEqual([
    { id: 3, name: 'Workspace 3', isPersonal: false },
    { id: 4, name: 'Workspace 4', isPersonal: false },
  ]);
  const row = {
    id: 12,
    name: 'CRM',
    created: '2026-01-15T12:00:00.000Z',
    modified: '2026-01-15T12:00:00.000Z',
    scheduled: true,
  };
  const list = await call(emulator, '/v1/workspaces/3/backups');
  expect(list.json).toEqual({ data: [row], hasMore: false });
  expect((await call(emulator, backup)).json).toEqual(row);
  expect((await call(emulator, '/v1/workspaces/4/backups/1')).json).toMatchObject({
    scheduled: false,
  });
});

describe('snapshots', () => {
  test('come by start time, oldest first, unless asked for otherwise', async () => {
    addAt(9, '2026-01-01T00:00:00.000Z');
    addAt(7, '2026-01-03T00:00:00.000Z');
    addAt(8, '2026-01-02T00:00:00.000Z');
    expect(await idsOf('')).toEqual([9, 8, 7]);
    expect(await idsOf('?sortOrder=desc')).toEqual([7, 8, 9]);
    expect(await idsOf('?sortBy=snapshotId')).toEqual([7, 8, 9]);
    expect(await idsOf('?sortBy=snapshotId&sortOrder=desc')).toEqual([9, 8, 7]);
    emulator.settings.ignoreOrder = true;
    expect(await idsOf('?sortBy=snapshotId&sortOrder=desc')).toEqual([9, 8, 7]);
    expect(await idsOf('?sortOrder=desc')).toEqual([9, 8, 7]);
  });

  test('without a start count as the newest', async () => {
    addAt(1, null);
    addAt(2, '2026-01-03T00:00:00.000Z');
    expect(await idsOf('?sortOrder=desc')).toEqual([1, 2]);
  });

  test('can be filtered by start, ends included, and by failure', async () => {
    addAt(1, '2026-01-01T00:00:00.000Z');
    addAt(2, '2026-01-02T00:00:00.000Z', 'Failed');
    addAt(3, '2026-01-03T00:00:00.000Z', 'Canceled');
    addAt(4, null);
    expect(await idsOf('?startDate=2026-01-02T00:00:00Z')).toEqual([2, 3]);
    expect(await idsOf('?startDate=2026-01-02T00:00:00.001Z')).toEqual([3]);
    expect(await idsOf('?endDate=2026-01-02T01:00:00%2B01:00')).toEqual([1, 2]);
    expect(await idsOf('?failed=true')).toEqual([2]);
    expect(await idsOf('?failed=false')).toEqual([1, 3, 4]);
  });

  test('are 20 to a page by default, and the server may give fewer than asked for', async () => {
    for (let i = 1; i <= 21; i += 1) addAt(i, '2026-01-01T00:00:00.000Z');
    expect((await call(emulator, snapshots)).json).toHaveProperty('hasMore', true);
    expect(await idsOf('')).toHaveLength(20);
    expect((await call(emulator, `${snapshots}?take=21`)).json).toHaveProperty('hasMore', false);
    expect((await call(emulator, `${snapshots}?skip=21`)).json).toEqual({
      data: [],
      hasMore: false,
    });
    emulator.settings.takeLimit = 5;
    expect((await call(emulator, `${snapshots}?take=200&skip=15`)).json).toHaveProperty(
      'hasMore',
      true,
    );
    expect(await idsOf('?take=200&skip=15')).toEqual([16, 17, 18, 19, 20]);
  });

  test('are all found by taking page after page until there are no more', async () => {
    const sizes = { total: fc.nat({ max: 12 }), take: fc.integer({ min: 1, max: 13 }) };
    let workspace = 100;
    const isComplete = async (total: number, take: number) => {
      workspace += 1;
      emulator.addBackup({ workspace, backup: 1 });
      const path = `/v1/workspaces/${workspace}/backups/1/snapshots`;
      for (let i = 0; i < total; i += 1)
        emulator.addSnapshot(`${workspace}/1`, { startTime: null });
      const seen: string[] = [];
      for (let more = true; more;) {
        const { text } = await call(emulator, `${path}?take=${take}&skip=${seen.length}`);
        seen.push(...(text.match(/(?<="snapshotId":)\d+/g) ?? []));
        more = text.includes('"hasMore":true');
      }
      expect(new Set(seen).size).toBe(total);
      expect(seen).toHaveLength(total);
    };
    await fc.assert(
      fc.asyncProperty(fc.record(sizes), ({ total, take }) => isComplete(total, take)),
      { numRuns: 40 },
    );
  });

  test('are given out as they were put in, odd values and absent fields included', async () => {
    emulator.addSnapshot(service, { snapshotId: undefined, state: 'Running', endTime: 7 });
    const added = emulator.addSnapshot(service, { state: null });
    expect(added).toEqual({ snapshotId: expect.any(Number), state: null });
    expect((await call(emulator, snapshots)).json).toEqual({
      data: [{ state: 'Running', endTime: 7 }, added],
      hasMore: false,
    });
  });

  test('show their text only in their details, under either name', async () => {
    emulator.addSnapshot(service, { snapshotId: 5, state: 'Failed', result: 'no space' });
    emulator.addSnapshot(service, { snapshotId: 6, state: 'Succeeded' });
    expect((await call(emulator, snapshots)).text).not.toContain('no space');
    expect((await call(emulator, `${snapshots}/5`)).json).toEqual({
      snapshotId: 5,
      state: 'Failed',
      result: 'no space',
    });
    expect((await call(emulator, `${snapshots}/6`)).json).toHaveProperty('result', null);
    emulator.settings.detailsField = 'log';
    expect((await call(emulator, `${snapshots}/5`)).json).toEqual({
      snapshotId: 5,
      state: 'Failed',
      log: 'no space',
    });
  });
});

describe('a schedule', () => {
  const post = (what: string) => call(emulator, `${backup}/schedule/${what}`, { method: 'POST' });

  test('can be read, disabled and enabled', async () => {
    expect((await call(emulator, `${backup}/schedule`)).json).toEqual({ active: true });
    expect((await post('disable')).json).toEqual({ active: false });
    expect(emulator.schedule(service)).toBe('inactive');
    expect((await call(emulator, `${backup}/schedule`)).json).toEqual({ active: false });
    emulator.settings.enableAnswers = 'empty';
    expect(await post('enable')).toMatchObject({ status: 200, text: '' });
    expect(emulator.schedule(service)).toBe('active');
  });

  test('that does not exist is no content, and cannot be enabled', async () => {
    emulator.addBackup({ workspace: 3, backup: 13, schedule: 'none' });
    const path = '/v1/workspaces/3/backups/13/schedule';
    expect(await call(emulator, path)).toMatchObject({ status: 204, text: '' });
    expect((await call(emulator, `${path}/enable`, { method: 'POST' })).status).toBe(400);
    expect(emulator.schedule('3/13')).toBe('none');
  });
});

test('a fault strikes in the documented shape, and the request is recorded', async () => {
  emulator.fail({ kind: 'status', status: 500, when: { path: /active$/ } });
  expect((await call(emulator, snapshots)).status).toBe(200);
  expect(await call(emulator, `${snapshots}/active`)).toMatchObject({
    status: 500,
    json: { errorCode: 500, errors: {}, message: expect.any(String), refresh: false },
  });
  expect(emulator.requests.map(({ path }) => path)).toEqual([snapshots, `${snapshots}/active`]);
});
