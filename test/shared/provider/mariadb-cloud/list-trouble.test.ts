import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../emulator/faults.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, idsOf } from './rows.ts';

holdRetryDelays();

const IN_SHORT = 'MariaDB Cloud gave no usable answer';
const SHAPE = `${IN_SHORT}: it has an unexpected format`;

/** One answer to the first request, in place of the emulator's own. */
async function readAnswered(body: unknown) {
  const { emulator, readBackups } = await startCloud();
  emulator.fail({ kind: 'json', body });
  return readBackups();
}

describe('a page in the middle that cannot be read leaves the list incomplete, with the reason:', () => {
  test.each<[FaultKind, string]>([
    [{ kind: 'status', status: 400 }, 'MariaDB Cloud answered HTTP 400: Bad Request'],
    [{ kind: 'status', status: 401 }, 'MariaDB Cloud answered HTTP 401: Unauthorized'],
    [{ kind: 'status', status: 503 }, 'MariaDB Cloud answered HTTP 503: Service Unavailable'],
    [{ kind: 'html' }, 'MariaDB Cloud gave no usable answer: it is a web page'],
    [{ kind: 'cut-json' }, 'MariaDB Cloud gave no usable answer: it is not valid JSON'],
    [{ kind: 'json', body: [] }, SHAPE],
    [
      { kind: 'refused-connection' },
      'MariaDB Cloud did not answer: the connection dropped before the answer was complete',
    ],
  ])('%j', async (fault, reason) => {
    const { emulator, readBackups } = await startCloud();
    emulator.settings.pageSizeLimit = 2;
    for (const row of hourlyBackups(6)) emulator.addBackup(row);
    emulator.fail({ ...fault, when: { query: { page: '2' } }, times: Infinity });
    const reading = await hurry(readBackups());
    expect(reading).toMatchObject({ state: 'incomplete', reason });
    expect(idsOf(reading)).toEqual(['b0', 'b1']);
  });

  test('but one that can be read at the third attempt does not', async () => {
    const { emulator, readBackups } = await startCloud();
    emulator.settings.pageSizeLimit = 2;
    for (const row of hourlyBackups(6)) emulator.addBackup(row);
    emulator.fail({ kind: 'status', status: 503, when: { query: { page: '2' } }, times: 2 });
    const reading = await hurry(readBackups());
    expect(reading.state).toBe('complete');
    expect(idsOf(reading)).toHaveLength(6);
  });

  test.each([{}, { backups: null }])(
    'and so does one that says %j where more pages were promised',
    async (body) => {
      const { emulator, readBackups } = await startCloud();
      emulator.settings.pageSizeLimit = 2;
      for (const row of hourlyBackups(6)) emulator.addBackup(row);
      emulator.fail({ kind: 'json', body, when: { query: { page: '2' } } });
      const reading = await readBackups();
      expect(reading.state).toBe('incomplete');
      expect(idsOf(reading)).toEqual(['b0', 'b1']);
    },
  );
});

describe('a row that cannot be read leaves the list incomplete and hides no other:', () => {
  test.each([null, 'text', 7, true, [], ['in', 'a', 'list']].map((row) => ({ row })))(
    '$row',
    async ({ row }) => {
      const body = { backups: [backupRow('a'), row, backupRow('b')], pages_count: 1 };
      const reading = await readAnswered(body);
      expect(reading).toMatchObject({
        state: 'incomplete',
        reason: '1 row could not be read',
      });
      expect(idsOf(reading)).toEqual(['a', 'b']);
    },
  );

  test('but a page that holds nothing else ends it: a server may give that one for ever', async () => {
    const { emulator, readBackups } = await startCloud();
    const pages = [[backupRow('a')], [null, 'x'], [backupRow('b')]];
    for (const [index, backups] of pages.entries()) {
      const when = { query: { page: String(index + 1) } };
      emulator.fail({ kind: 'json', when, body: { backups, pages_count: 3 } });
    }
    const reading = await readBackups();
    expect(reading).toMatchObject({ state: 'incomplete' });
    expect(idsOf(reading)).toEqual(['a']);
  });

  test('several of them are counted', async () => {
    const reading = await readAnswered({ backups: [null, 'x', backupRow('a')], pages_count: 1 });
    expect(reading).toMatchObject({ state: 'incomplete', reason: '2 rows could not be read' });
  });
});

describe('an answer without rows', () => {
  test.each([
    { backups: null },
    { backups: [] },
    { backups: null, backups_count: 0, pages_count: 0 },
    { backups: [], backups_count: 0, pages_count: 1 },
    { backups: null, backups_count: null, pages_count: '' },
  ])('is an empty list: %j', async (body) => {
    expect(await readAnswered(body)).toEqual({ state: 'complete', items: [] });
  });

  test.each([
    { backups_count: 1 },
    { backups: null, backups_count: 2 },
    { backups: null, backups_count: '2' },
    { backups: [], backups_count: 2 },
  ])('is not one where a count contradicts it: %j', async (body) => {
    expect(await readAnswered(body)).not.toMatchObject({ state: 'complete' });
  });
});

const OTHER_SHAPES = [
  null,
  'text',
  7,
  true,
  [],
  [backupRow('a')],
  { backups: {} },
  { backups: 'none' },
];

test.each(OTHER_SHAPES.map((body) => ({ body })))(
  'an answer of another shape is no list: $body',
  async ({ body }) => {
    expect(await readAnswered(body)).toEqual({
      state: 'unavailable',
      problem: { kind: 'unavailable', message: SHAPE, inShort: IN_SHORT, traceId: null },
    });
  },
);
