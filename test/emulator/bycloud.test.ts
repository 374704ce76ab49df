import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDay, databaseBackups, idOf, instance, numbersIn } from './bycloud-fixtures.ts';
import { startBycloud } from './bycloud/index.ts';
import type { BycloudEmulator, BycloudSettings } from './bycloud/index.ts';
import { callBycloud as call } from './call-emulator.ts';

let emulator: BycloudEmulator;

beforeEach(async () => {
  emulator = await startBycloud();
});
afterEach(() => emulator.close());

const list = (query = '') => call(emulator, `${databaseBackups}${query}`);
const numbers = async (query = '') => numbersIn((await list(query)).text);

test('a page is in the documented shape, with links that lead to another list', async () => {
  for (let day = 1; day <= 5; day += 1) addDay(emulator, day);
  const first = await list('?limit=2');
  expect(first.json).toMatchObject({
    database_backups: [
      { id: idOf(5), size: 0.14, parent_id: null, created_at: '2026-01-05T02:00:00Z' },
      { id: idOf(4) },
    ],
    meta: { total: 5, limit: 2, marker: idOf(4), has_more: true },
    links: {
      self: `${emulator.url}/v1/instances?limit=2`,
      next: `${emulator.url}/v1/instances?limit=2&marker=${idOf(4)}`,
      previous: null,
    },
  });
  const last = await list(`?limit=2&marker=${idOf(2)}`);
  expect(last.json).toMatchObject({
    database_backups: [{ id: idOf(1) }],
    meta: { total: 5, limit: 2, marker: idOf(1), has_more: false },
    links: { next: null, previous: `${emulator.url}/v1/instances?limit=2&marker=${idOf(4)}` },
  });
  expect((await call(emulator, '/v1/instances?limit=2')).status).toBe(404);
});

test('a page has 20 items by default and never more than the cap', async () => {
  for (let day = 1; day <= 21; day += 1) addDay(emulator, day);
  expect(await numbers()).toHaveLength(20);
  expect((await list('?limit=21')).json).toHaveProperty('meta.has_more', false);
  emulator.settings.limitCap = 3;
  const reply = await list('?limit=500');
  expect(reply.json).toMatchObject({ meta: { limit: 3, total: 21, has_more: true } });
  expect(numbersIn(reply.text)).toEqual([21, 20, 19]);
});

test('every item is found by following the marker until there are no more', async () => {
  emulator.settings.rateLimit = null;
  const sizes = { total: fc.nat({ max: 12 }), limit: fc.integer({ min: 1, max: 13 }) };
  let round = 0;
  const isComplete = async (total: number, limit: number) => {
    round += 1;
    const instanceId = idOf(1_000_000 + round);
    for (let i = 0; i < total; i += 1)
      addDay(emulator, 1, { id: idOf(round * 100 + i), instance_id: instanceId });
    const seen: number[] = [];
    for (let more = true, marker = ''; more; marker = `&marker=${idOf(seen.at(-1) ?? 0)}`) {
      const { text } = await list(`?instance_id=${instanceId}&limit=${limit}${marker}`);
      seen.push(...numbersIn(text));
      more = text.includes('"has_more":true');
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  };
  await fc.assert(
    fc.asyncProperty(fc.record(sizes), ({ total, limit }) => isComplete(total, limit)),
    { numRuns: 40 },
  );
});

test.each<[BycloudSettings['order'], number[]]>([
  ['newest-first', [4, 3, 2, 1]],
  ['oldest-first', [1, 2, 3, 4]],
  ['by-updated', [2, 4, 3, 1]],
])('the order can be %s', async (order, expected) => {
  for (const day of [3, 1, 4]) addDay(emulator, day);
  addDay(emulator, 2, { updated_at: '2026-01-09T00:00:00Z' });
  emulator.settings.order = order;
  expect(await numbers()).toEqual(expected);
});

test('a list by update shifts when a backup changes while it is read', async () => {
  for (let day = 1; day <= 4; day += 1) addDay(emulator, day);
  emulator.settings.order = 'by-updated';
  expect(await numbers('?limit=2')).toEqual([4, 3]);
  emulator.changeBackup(idOf(1), { status: 'FAILED', updated_at: '2026-01-09T00:00:00Z' });
  expect(await numbers(`?limit=2&marker=${idOf(3)}`)).toEqual([2]);
});

describe('markers that cannot be relied on', () => {
  beforeEach(() => {
    for (let day = 1; day <= 5; day += 1) addDay(emulator, day);
  });

  test('can be left out of meta', async () => {
    emulator.settings.omitMarker = true;
    expect((await list('?limit=2')).json).toHaveProperty('meta', {
      total: 5,
      limit: 2,
      has_more: true,
    });
  });

  test('can be the same for ever', async () => {
    emulator.settings.repeatMarker = true;
    const meta = { limit: 2, marker: idOf(4), has_more: true };
    expect((await list('?limit=2')).json).toMatchObject({ meta });
    for (let i = 0; i < 3; i += 1) {
      const reply = await list(`?limit=2&marker=${idOf(4)}`);
      expect(reply.json).toMatchObject({ meta });
      expect(numbersIn(reply.text)).toEqual([3, 2]);
    }
  });

  test('are refused once their item is gone or filtered out', async () => {
    emulator.removeBackup(idOf(4));
    expect((await list(`?marker=${idOf(4)}`)).status).toBe(400);
    expect((await list(`?status=FAILED&marker=${idOf(3)}`)).status).toBe(400);
  });
});

test('backups can be filtered by instance, name, status and datastore', async () => {
  addDay(emulator, 1);
  addDay(emulator, 2, { name: 'nightly', status: 'failed' });
  addDay(emulator, 3, { instance_id: idOf(77), datastore: { type: 'postgresql' } });
  addDay(emulator, 4, { name: undefined, status: null, datastore: 'mariadb' });
  expect(await numbers(`?instance_id=${idOf(77)}`)).toEqual([3]);
  expect(await numbers(`?instance_id=${idOf(78)}`)).toEqual([]);
  expect(await numbers('?name=nightly')).toEqual([2]);
  expect(await numbers('?name=nightly*')).toEqual([3, 2, 1]);
  expect(await numbers('?name=nightly-*')).toEqual([3, 1]);
  expect(await numbers('?status=FAILED')).toEqual([2]);
  expect(await numbers('?datastore_type=postgresql')).toEqual([3]);
});

test('rows are given out as they were put in, odd values and absent fields included', async () => {
  const row = { id: undefined, instance_id: instance, status: 7, size: null, created_at: '' };
  emulator.addBackup(row);
  expect((await list()).json).toHaveProperty('database_backups', [
    { instance_id: instance, status: 7, size: null, created_at: '' },
  ]);
  const added = emulator.addBackup({ instance_id: instance });
  expect(added['id']).toMatch(/^[\da-f-]{36}$/);
  expect(emulator.backups(instance)).toEqual([row, added]);
});

test('one backup can be read by its id, as it is at that moment', async () => {
  addDay(emulator, 1, { status: 'BUILDING', size: null });
  emulator.changeBackup(idOf(1), { status: 'COMPLETED', size: 0.5 });
  expect((await call(emulator, `${databaseBackups}/${idOf(1)}`)).json).toEqual({
    database_backup: expect.objectContaining({ id: idOf(1), status: 'COMPLETED', size: 0.5 }),
  });
});

test('instances are those that were added, with or without backups', async () => {
  addDay(emulator, 1);
  addDay(emulator, 2);
  emulator.addInstance({ id: idOf(77), name: 'shop', status: 'BACKUP' });
  const all = await call(emulator, '/v1/database-instances');
  expect(all.json).toMatchObject({
    database_instances: [{ id: instance, status: 'ACTIVE' }, { id: idOf(77) }],
    meta: { total: 2, limit: 20, marker: idOf(77), has_more: false },
  });
  const some = await call(emulator, '/v1/database-instances?name=sh*&datastore_type=mariadb');
  expect(some.json).toMatchObject({ database_instances: [{ name: 'shop', status: 'BACKUP' }] });
});
