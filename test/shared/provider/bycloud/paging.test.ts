import { describe, expect, test } from 'vitest';
import { addDay, idOf, instance, startInstance } from './instance.ts';

const OTHER = '550e8400-e29b-41d4-a716-446655440009';

describe('the list', () => {
  test('is read by marker, and its links are never followed', async () => {
    const { emulator, addDays, readBackups } = await startInstance();
    emulator.settings.limitCap = 2;
    addDays([11, 12, 13, 14, 15]);
    expect(await readBackups()).toMatchObject({
      state: 'complete',
      items: [15, 14, 13, 12, 11].map((day) => ({ id: idOf(day) })),
    });
    const shared = { instance_id: instance, limit: '100' };
    expect(emulator.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/v1/database-backups', shared],
      ['/v1/database-backups', { ...shared, marker: idOf(14) }],
      ['/v1/database-backups', { ...shared, marker: idOf(12) }],
    ]);
  });

  test('is read to its end by the last id where the marker is missing', async () => {
    const { emulator, addDays, readBackups } = await startInstance();
    emulator.settings.limitCap = 2;
    emulator.settings.omitMarker = true;
    addDays([11, 12, 13, 14, 15]);
    const reading = await readBackups();
    expect(reading).toMatchObject({ state: 'complete', items: { length: 5 } });
    expect(emulator.requests).toHaveLength(3);
  });

  test('that repeats its marker is incomplete, and what was read is kept', async () => {
    const { emulator, addDays, readBackups } = await startInstance();
    emulator.settings.limitCap = 2;
    emulator.settings.repeatMarker = true;
    addDays([11, 12, 13, 14, 15]);
    const reading = await readBackups();
    expect(reading).toMatchObject({ state: 'incomplete', reason: expect.stringMatching(/./) });
    expect(reading).toMatchObject({ items: [15, 14, 13, 12].map((day) => ({ id: idOf(day) })) });
    expect(emulator.requests.length).toBeLessThanOrEqual(3);
  });

  test.each([
    { database_backups: [], meta: { has_more: true } },
    { database_backups: null, meta: { has_more: true, marker: idOf(1) } },
  ])('that promises more and gives nothing is incomplete: %j', async (body) => {
    const { emulator, readBackups } = await startInstance();
    emulator.fail({ kind: 'json', body, times: Infinity });
    expect(await readBackups()).toMatchObject({ state: 'incomplete', items: [] });
  });

  test.each([{ database_backups: null }, { database_backups: [], meta: null }])(
    'without rows is empty: %j',
    async (body) => {
      const { emulator, readBackups } = await startInstance();
      emulator.fail({ kind: 'json', body });
      expect(await readBackups()).toEqual({ state: 'complete', items: [] });
    },
  );

  test('does not mix instances where the server ignores the filter', async () => {
    const { emulator, readBackups } = await startInstance();
    const row = (day: number, instance_id: string | null) => ({
      id: idOf(day),
      instance_id,
      status: 'COMPLETED',
    });
    const page = (rows: unknown[], has_more: boolean) => ({
      kind: 'json' as const,
      body: { database_backups: rows, meta: { has_more } },
    });
    emulator.fail(page([row(1, OTHER), row(2, OTHER)], true));
    emulator.fail(page([row(3, instance), row(4, OTHER), row(5, null)], false));
    expect(await readBackups()).toMatchObject({
      state: 'incomplete',
      items: [{ id: idOf(3) }, { id: idOf(5) }],
      reason: '3 rows named another service',
    });
  });

  test.each([
    { total: 2, state: 'complete' },
    { total: 1, state: 'complete' },
    { total: 3, state: 'incomplete' },
    { total: '3', state: 'incomplete' },
  ])('of two rows with a total of $total is $state', async ({ total, state }) => {
    const { emulator, readBackups } = await startInstance();
    const rows = [14, 15].map((day) => ({ id: idOf(day), instance_id: instance }));
    const body = { database_backups: rows, meta: { total, has_more: false } };
    emulator.fail({ kind: 'json', body });
    expect(await readBackups()).toMatchObject({ state, items: { length: 2 } });
  });

  test('goes on behind a page of nothing but imported records', async () => {
    const { emulator, readBackups } = await startInstance();
    emulator.settings.limitCap = 2;
    for (const day of [14, 15]) addDay(emulator, day, { status: 'RESTORED' });
    addDay(emulator, 13);
    expect(await readBackups()).toMatchObject({ state: 'complete', items: [{ id: idOf(13) }] });
  });
});
