import { describe, expect, test } from 'vitest';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { seedNights } from './seeds.ts';

const UNKNOWN_SERVICE = {
  'unknown-service': { state: 'unavailable', problem: { kind: 'unknown-service' } },
  'empty-list': { state: 'complete', items: [] },
} as const;

export function describeRefusals(bench: Bench): void {
  describe('a refusal', () => {
    test('of a wrong key is a refused credential, at the first attempt', async () => {
      const stage = await bench.start();
      seedNights(stage, 1);
      const provider = stage.connect(bench.wrongKey);
      const reading = await provider.readBackups(bench.service, () => false);
      expect(reading).toMatchObject({
        state: 'unavailable',
        problem: { kind: 'credential-refused' },
      });
      expect(stage.listRequests().length).toBeLessThanOrEqual(1);
      expect(JSON.stringify(reading)).not.toContain(bench.wrongKey);
    });

    test.each([401, 403])('with %i is a refused credential', async (status) => {
      const stage = await bench.start();
      stage.fail({ kind: 'status', status, times: Infinity });
      expect(await stage.readBackups()).toMatchObject({
        state: 'unavailable',
        problem: { kind: 'credential-refused' },
      });
    });

    test(`of an unknown service is shown as ${bench.unknownServiceShows}`, async () => {
      const stage = await bench.start();
      seedNights(stage, 1);
      const reading = await stage.provider.readBackups(bench.unknownService, () => false);
      expect(reading).toMatchObject(UNKNOWN_SERVICE[bench.unknownServiceShows]);
    });

    test.each([400, 401, 403, 404, 422, 429, 500, 503])(
      'with %i shows what the provider says, without secrets and URLs',
      async (status) => {
        const stage = await bench.start();
        const { apiKey } = bench;
        const said = `Zonk: ${apiKey} at ${stage.url}/v1/x?key=${apiKey} or https://a.example/b`;
        const body = bench.errorSaying(said);
        stage.fail({ kind: 'status', status, body, times: Infinity });
        const reading = await hurry(stage.readBackups());
        const shown = JSON.stringify(reading);
        expect(shown).toContain('Zonk');
        expect(shown).toContain(`HTTP ${status}`);
        for (const secret of [apiKey, ...apiKey.split(':'), stage.url, 'a.example', '?key']) {
          expect(shown).not.toContain(secret);
        }
      },
    );

    test('is not followed to another address', async () => {
      const [stage, elsewhere] = [await bench.start(), await bench.start()];
      const location = `${elsewhere.url}/elsewhere`;
      stage.fail({ kind: 'status', status: 302, location, times: Infinity });
      const reading = await hurry(stage.readBackups());
      expect(reading.state).toBe('unavailable');
      expect(elsewhere.requests).toEqual([]);
      expect(JSON.stringify(reading)).not.toContain(elsewhere.url);
    });
  });
}
