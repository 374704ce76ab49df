import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { Bench } from './bench.ts';
import { idsOf, night, seedNights } from './seeds.ts';

export function describeRows(bench: Bench): void {
  const { listOf, listing: when } = bench;

  describe('a row', () => {
    test.each([
      { seeded: 'succeeded', status: 'succeeded' },
      { seeded: 'failed', status: 'failed' },
      { seeded: 'unknown', status: 'unrecognised' },
    ] as const)('with a word for $seeded is $status', async ({ seeded, status }) => {
      const stage = await bench.start();
      stage.seed({ status: seeded, startedAt: night(15) });
      const reading = await stage.readBackups();
      expect(reading).toMatchObject({ state: 'complete', items: [{ status }] });
      expect(itemsOf(reading)[0]?.statusText).not.toBe('');
    });

    test.each([
      { what: 'no field at all', row: {} },
      {
        what: 'nothing but null',
        row: Object.fromEntries(bench.fields.map((name) => [name, null])),
      },
      {
        what: 'nothing but empty text',
        row: Object.fromEntries(bench.fields.map((name) => [name, ''])),
      },
    ])('with $what is no success', async ({ row }) => {
      const stage = await bench.start();
      stage.fail({ kind: 'json', body: listOf([row]), when });
      const reading = await stage.readBackups();
      expect(reading.state).not.toBe('unavailable');
      for (const backup of itemsOf(reading)) {
        expect(backup).toMatchObject({ status: 'unrecognised', recoveryPoint: null });
      }
    });

    test('with anything in any field breaks nothing and is no success', async () => {
      const stage = await bench.start();
      const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('', null, 'Petrified', -1, night(45)));
      const row = fc.dictionary(fc.constantFrom(...bench.fields), odd);
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 3 }), async (rows) => {
          stage.fail({ kind: 'json', body: listOf(rows), when });
          const reading = await stage.readBackups();
          expect(itemsOf(reading).map(({ status }) => status)).not.toContain('succeeded');
        }),
        { numRuns: 60 },
      );
    });

    test.each([null, 7, 'text', true, []].map((row) => ({ row })))(
      'that is $row hides no other and leaves the list incomplete',
      async ({ row }) => {
        const stage = await bench.start();
        const [id] = seedNights(stage, 1);
        const idField = bench.fields[0] ?? '';
        stage.fail({ kind: 'json', body: listOf([row, { [idField]: id }]), when });
        const reading = await stage.readBackups();
        expect(reading.state).toBe('incomplete');
        expect(idsOf(reading)).toEqual([id]);
      },
    );
  });
}
