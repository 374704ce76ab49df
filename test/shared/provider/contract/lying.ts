import { describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { idsOf, seedNights } from './seeds.ts';

/** Answers of success that hold no list, whatever API they are from. */
const NO_LISTS: readonly unknown[] = [
  {},
  { message: 'Forbidden' },
  { code: 500, errors: [{ error: 'x', message: 'broken' }] },
  { items: [] },
  { meta: {}, pages_count: 0, backups_count: 0, hasMore: false },
];

/** What makes a report of an error of an answer that holds a list as well. */
const REPORTS: readonly object[] = [
  { errors: [{ error: 'x', message: 'broken' }] },
  { errors: { service: 'unknown' } },
  { errors: 'broken' },
  { error: { code: 500, message: 'broken' } },
  { error: 'broken' },
  { code: 400 },
  { code: '500' },
  { errorCode: 403 },
  { status: 500 },
  { statusCode: '404' },
  { exception: 'NullPointerException' },
];

/** What says that there is no error. */
const ALL_WELL: readonly object[] = [
  { errors: [] },
  { errors: {} },
  { errors: null, error: null, code: null },
  { error: '', code: 0 },
  { code: 200, message: 'OK' },
  { status: 'ok', statusCode: 200, exception: '' },
];

export function describeLying(bench: Bench): void {
  const { listing: when, listOf } = bench;
  const listName = Object.entries(Object(listOf([]))).find(([, value]) =>
    Array.isArray(value),
  )?.[0];

  async function readAnswered(body: unknown) {
    const stage = await bench.start();
    seedNights(stage, 1);
    stage.fail({ kind: 'json', body, when });
    return stage.readBackups();
  }

  describe('an answer of success', () => {
    test.each(NO_LISTS.map((body) => ({ body })))(
      'without the list that it should hold is unreadable: $body',
      async ({ body }) => {
        expect(await readAnswered(body)).toMatchObject({
          state: 'unavailable',
          problem: { kind: 'unavailable' },
        });
      },
    );

    test('is quoted where a message stands in the place of the list', async () => {
      for (const body of [
        { message: 'Forbidden' },
        { [listName ?? '']: null, message: 'Forbidden' },
      ]) {
        expect(await readAnswered(body)).toMatchObject({
          state: 'unavailable',
          problem: { message: expect.stringContaining('and says "Forbidden"') },
        });
      }
    });

    test.each(REPORTS.map((report) => ({ report })))(
      'that reports an error beside its list is unreadable: $report',
      async ({ report }) => {
        const body = { ...Object(listOf([])), ...report };
        expect(await readAnswered(body)).toMatchObject({ state: 'unavailable' });
      },
    );

    test.each(ALL_WELL.map((report) => ({ report })))(
      'that says that there was none is a list: $report',
      async ({ report }) => {
        const body = { ...Object(listOf([])), ...report };
        expect(await readAnswered(body)).toEqual({ state: 'complete', items: [] });
      },
    );

    test.each([
      { message: 'Forbidden' },
      { success: false },
      { ok: false },
      { fault: { faultstring: 'broken' } },
      { detail: 'Not authorised' },
      { status: 'error' },
      { code: 'INTERNAL' },
      { error_message: 'broken' },
      { Message: 'Forbidden' },
    ])('with an empty list is not believed beside a word of trouble: %j', async (trouble) => {
      const empty = await readAnswered({ ...Object(listOf([])), ...trouble });
      expect(empty).toMatchObject({ state: 'unavailable' });
      const nothing = Object.fromEntries(Object.keys(Object(listOf([]))).map((key) => [key, null]));
      expect(await readAnswered({ ...nothing, ...trouble })).toMatchObject({
        state: 'unavailable',
      });
    });

    test('whose list is null is empty', async () => {
      const body = { ...Object(listOf([])), [listName ?? '']: null };
      expect(await readAnswered(body)).toEqual({ state: 'complete', items: [] });
    });
  });

  describe('a page that was promised', () => {
    test.each([...NO_LISTS, listOf([])].map((body) => ({ body })))(
      'and is $body leaves the list incomplete',
      async ({ body }) => {
        const stage = await bench.start();
        stage.limitPages(2);
        const ids = seedNights(stage, 6);
        stage.fail({ kind: 'json', body, when, skip: 1 });
        const reading = await stage.readBackups();
        expect(reading.state).toBe('incomplete');
        expect(idsOf(reading)).toEqual(ids.slice(0, 2));
      },
    );

    test('and repeats what was read leaves the list incomplete', async () => {
      const stage = await bench.start();
      stage.limitPages(2);
      const ids = seedNights(stage, 3);
      const [idField = ''] = bench.fields;
      stage.fail({ kind: 'json', body: listOf([{ [idField]: ids[1] }]), when, skip: 1 });
      expect((await stage.readBackups()).state).toBe('incomplete');
    });
  });

  test('one page may hold very many rows', async () => {
    const rows = Array.from({ length: 130_000 }, (_, id) => ({ [bench.fields[0] ?? '']: id + 1 }));
    const reading = await readAnswered(listOf(rows));
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toHaveLength(130_000);
  });
}
