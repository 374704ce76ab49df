import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { FaultKind } from '../../../emulator/faults.ts';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { countWrites, errorOf, methodsSinceWrite, orderFor, startOneTime } from './orders.ts';
import { seedNights } from './seeds.ts';

const TOOK_EFFECT: readonly FaultKind[] = [
  { kind: 'lost-answer' },
  { kind: 'cut-body' },
  { kind: 'cut-json' },
  { kind: 'after-effect-status', status: 500 },
  { kind: 'after-effect-status', status: 504 },
];

const TOOK_NONE: readonly FaultKind[] = [
  { kind: 'refused-connection' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429 },
];

export function describeRequests(bench: Bench): void {
  if (!PROVIDERS[bench.name].capabilities.requestBackup) return describeNoRequests(bench);

  const begin = async () => {
    const stage = await startOneTime(bench);
    seedNights(stage, 1);
    return { stage, order: await orderFor(bench, stage), when: stage.oneTime.creating };
  };

  describe('a one-time backup', () => {
    test('is asked for once', async () => {
      const { stage, order } = await begin();
      const request = await stage.provider.requestBackup(order);
      expect(request).toMatchObject({ service: bench.service, known: order.known });
      expect(countWrites(stage)).toBe(1);
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test.each(TOOK_EFFECT)('whose answer was lost is not doubled: %j', async (fault) => {
      const { stage, order, when } = await begin();
      stage.fail({ ...fault, when });
      await hurry(stage.provider.requestBackup(order));
      expect(countWrites(stage)).toBe(1);
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test.each(TOOK_NONE)('that got lost is looked for, then asked once more: %j', async (fault) => {
      const { stage, order, when } = await begin();
      stage.fail({ ...fault, when });
      await hurry(stage.provider.requestBackup(order));
      expect(methodsSinceWrite(stage)).toContain('GET');
      expect(methodsSinceWrite(stage).at(-1)).toBe('POST');
      expect(countWrites(stage)).toBe(2);
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test('that gets lost twice is given up', async () => {
      const { stage, order, when } = await begin();
      stage.fail({ kind: 'refused-connection', when, times: Infinity });
      const { problem } = await errorOf(hurry(stage.provider.requestBackup(order)));
      expect(problem.kind).toBe('unavailable');
      expect(countWrites(stage)).toBe(2);
      expect(stage.oneTime.countAtTheEnd()).toBe(1);
    });

    test('is not asked for again where nobody can be asked what became of it', async () => {
      const { stage, order, when } = await begin();
      stage.fail({ kind: 'lost-answer', when });
      stage.onSleep(() => stage.fail({ kind: 'status', status: 503, times: Infinity }));
      const error = await errorOf(hurry(stage.provider.requestBackup(order)));
      expect(error.fateUnknown).toBe(true);
      expect(error.message).toContain('so it was not repeated');
      expect(countWrites(stage)).toBe(1);
    });

    test.each([400, 401, 403, 404, 409, 422])(
      'that is refused with %i is not repeated',
      async (status) => {
        const { stage, order, when } = await begin();
        stage.fail({ kind: 'status', status, when });
        const error = await errorOf(stage.provider.requestBackup(order));
        expect(error.fateUnknown).toBe(false);
        expect(error.message).toContain(`HTTP ${status}`);
        expect(countWrites(stage)).toBe(1);
        expect(stage.oneTime.countAtTheEnd()).toBe(1);
      },
    );
  });
}

function describeNoRequests(bench: Bench): void {
  test('a one-time backup is refused in words, and nothing is sent', async () => {
    const stage = await bench.start();
    const { provider } = stage;
    const order = await orderFor(bench, stage);
    const asked = stage.requests.length;
    const { problem } = await errorOf(provider.requestBackup(order));
    expect(problem).toMatchObject({
      kind: 'refused',
      message: `the API of ${provider.title} cannot start a backup`,
    });
    expect(stage.requests).toHaveLength(asked);
  });
}
