import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSize, parseSize } from '../../../shared/domain/size.ts';

test.each([
  ['1B', 1],
  ['10MB', 10_000_000],
  ['512KiB', 524_288],
  ['1kB', 1000],
  ['1KB', 1000],
  ['1.5GB', 1_500_000_000],
  ['2GiB', 2_147_483_648],
  ['1TB', 1_000_000_000_000],
  ['1TiB', 1_099_511_627_776],
  ['1MiB', 1_048_576],
  ['0.001kB', 1],
  [' 10 MB ', 10_000_000],
])('%j is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toEqual({ ok: true, value: bytes });
});

test.each(['', '10', 'MB', '0MB', '0.0001MB', '-1MB', '10mb', '10M', '10Mb', '1e3MB', '1,5GB'])(
  '%j is refused: nothing is guessed',
  (text) => {
    expect(parseSize(text)).toEqual({ ok: false, problem: expect.stringContaining('10MB') });
  },
);

test.each(['10  MB', '10MB 5kB', '.5GB', '5.GB', '0x10MB', '1PB', '٣MB', '10MB\n20MB'])(
  '%j is refused: it is no size',
  (text) => {
    expect(parseSize(text).ok).toBe(false);
  },
);

test('any count of any unit is read exactly', () => {
  const units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
  const unit = fc.constantFrom(...Object.entries(units));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), unit, (count, [name, factor]) => {
      expect(parseSize(`${count}${name}`)).toEqual({ ok: true, value: count * factor });
    }),
  );
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [9999, '9.9 kB'],
  [10_000, '10 kB'],
  [999_999, '999 kB'],
  [1_000_000, '1 MB'],
  [5_327_326, '5.3 MB'],
  [1_000_000_000, '1 GB'],
  [123_456_789_012_345, '123 TB'],
])('%d bytes read as %j, rounded down', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

test('a size of one decimal place is told as it was given', () => {
  for (let tenths = 10; tenths < 100; tenths += 1) {
    const decimal = String(tenths / 10);
    expect(formatSize(tenths * 100_000)).toBe(`${decimal} MB`);
    expect(formatSize(tenths * 100_000_000)).toBe(`${decimal} GB`);
  }
});
