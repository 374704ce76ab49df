import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { Bench } from './bench.ts';
import { idsOf, night } from './seeds.ts';

export function describeIdentities(bench: Bench): void {
  const { parseService } = PROVIDERS[bench.name];

  describe('an id', () => {
    test('of a service is taken as it is written in the samples', () => {
      expect(parseService(bench.service)).toEqual({ ok: true, value: bench.service });
      expect(parseService(bench.unknownService).ok).toBe(true);
    });

    test.each([
      '',
      '.',
      '..',
      '../..',
      `${bench.service}/..`,
      `${bench.service}?x=1`,
      `${bench.service}#x`,
      `${bench.service}%2F..`,
      `${bench.service}\n`,
      ` ${bench.service}`,
      `${bench.service}/snapshots/active`,
    ])('of a service that is %j is refused', (text) => {
      expect(parseService(text).ok).toBe(false);
    });

    test('of a service that is taken needs no encoding and climbs out of nothing', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webPath()), (text) => {
          const parsed = parseService(text);
          if (!parsed.ok) return;
          const segments = parsed.value.split('/');
          expect(segments.map(encodeURIComponent)).toEqual(segments);
          expect(segments).not.toContain('..');
        }),
      );
    });

    test('of a service is sent with every request that reads it, and no other', async () => {
      const stage = await bench.start();
      await stage.readBackups();
      await stage.provider.schedules?.read(bench.service);
      for (const { path } of stage.requests) expect(path).toMatch(bench.paths);
    });

    test.each([
      '..',
      '.',
      '../../admin',
      'a/b',
      'a?b=c',
      'a#b',
      'a b',
      'é',
      '%2e%2e',
      'f00d:dbtgf28044362:tx-1-mdb-ms-0',
    ])('of a backup that is %j cannot leave the path', async (id) => {
      const stage = await bench.start();
      stage.seed({ status: 'failed', startedAt: night(15), id });
      const reading = await stage.readBackups();
      if (bench.ids === 'text') expect(idsOf(reading)).toEqual([id]);
      else expect(reading).toMatchObject({ state: 'incomplete', items: [] });
      for (const { path } of stage.requests) expect(path).toMatch(bench.paths);
    });
  });
}
