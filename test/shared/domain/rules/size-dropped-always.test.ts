import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drop, raisedBy, sized } from './past-sizes.ts';

const size = fc.integer({ min: 1, max: 10 ** 9 });
const sizes = fc.array(size, { minLength: 1, maxLength: 30 });
const percent = fc.integer({ min: 1, max: 99 });

describe('whatever the sizes are', () => {
  test('measuring them in another unit changes nothing', () => {
    fc.assert(
      fc.property(sizes, percent, fc.integer({ min: 2, max: 1000 }), (all, most, unit) => {
        const scaled = all.map((bytes) => bytes * unit);
        const said = raisedBy(sized(...all), drop(most)).length;
        expect(raisedBy(sized(...scaled), drop(most))).toHaveLength(said);
      }),
    );
  });

  test('what is older than the twenty before the latest changes nothing', () => {
    const twenty = fc.array(size, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(size, twenty, sizes, percent, (latest, past, older, most) => {
        const said = raisedBy(sized(latest, ...past), drop(most));
        expect(raisedBy(sized(latest, ...past, ...older), drop(most))).toEqual(said);
      }),
    );
  });

  test('the order of the earlier ones changes nothing', () => {
    const most20 = fc.array(size, { maxLength: 20 });
    fc.assert(
      fc.property(size, most20, percent, (latest, past, most) => {
        const sorted = past.toSorted((a, b) => a - b);
        const said = raisedBy(sized(latest, ...past), drop(most));
        expect(raisedBy(sized(latest, ...sorted), drop(most))).toEqual(said);
      }),
    );
  });

  test('one that half of the earlier ones do not exceed is never called smaller', () => {
    fc.assert(
      fc.property(size, fc.array(size, { maxLength: 20 }), percent, (latest, past, most) => {
        const exceeding = past.filter((bytes) => bytes > latest).length;
        fc.pre(2 * exceeding < past.length);
        expect(raisedBy(sized(latest, ...past), drop(most))).toEqual([]);
      }),
    );
  });

  test('a wider limit never says more', () => {
    fc.assert(
      fc.property(sizes, percent, percent, (all, one, other) => {
        const narrow = raisedBy(sized(...all), drop(Math.min(one, other)));
        const wide = raisedBy(sized(...all), drop(Math.max(one, other)));
        expect(wide.length).toBeLessThanOrEqual(narrow.length);
      }),
    );
  });
});
