import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { FaultKind } from '../../../emulator/faults.ts';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench } from './bench.ts';
import { countWrites, errorOf, requestFor, startOneTime } from './orders.ts';
import { seedNights } from './seeds.ts';

const TOOK_EFFECT: readonly (readonly [FaultKind, string])[] = [
  [{ kind: 'lost-answer' }, 'unknown'],
  [{ kind: 'cut-body' }, 'unknown'],
  [{ kind: 'after-effect-status', status: 500 }, 'unknown'],
  [{ kind: 'after-effect-status', status: 504 }, 'unknown'],
  [{ kind: 'cut-json' }, 'taken'],
];

const TOOK_NONE: readonly (readonly [FaultKind, string])[] = [
  [{ kind: 'refused-connection' }, 'unknown'],
  [{ kind: 'status', status: 500 }, 'unknown'],
  [{ kind: 'status', status: 503 }, 'unknown'],
  ...[400, 401, 403, 404, 409, 422, 429].map(
    (status) => [{ kind: 'status', status }, 'not-taken'] as const,
  ),
];

export function describeRequests(bench: Bench): void {
  if (!PROVIDERS[bench.name].capabilities.requestBackup) return describeNoRequests(bench);

  const begin = async () => {
    const stage = await startOneTime(bench);
    seedNights(stage, 1);
    const request = await requestFor(bench, stage);
    const send = () => hurry(stage.port.send(request));
    const find = () => hurry(stage.port.find(request));
    return { stage, request, send, find, when: stage.oneTime.creating };
  };

  describe('a one-time backup', () => {
    test('is asked for by one request', async () => {
      const { stage, request, send } = await begin();
      const asked = stage.requests.length;
      const { handle, requestedAt, ...others } = await send();
      expect(request).toMatchObject(others);
      expect(handle).toEqual(expect.stringMatching(/./));
      expect(requestedAt).toEqual({ at: stage.clock.now(), clock: 'provider' });
      expect(stage.requests).toHaveLength(asked + 1);
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test('that was not asked for is not found', async () => {
      const { find } = await begin();
      expect((await find()).status).toEqual({ state: 'not-found' });
    });

    test.each(TOOK_EFFECT)('whose answer is lost is found: %j', async (fault, fate) => {
      const { stage, send, find, when } = await begin();
      stage.fail({ ...fault, when });
      const error = await errorOf(send());
      expect(error).toMatchObject({ fate, problem: { kind: 'unavailable' } });
      const { status, request } = await find();
      expect(status.state).toMatch(/^(waiting|running)$/);
      expect(request.handle).not.toBeNull();
      expect(countWrites(stage)).toBe(1);
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test.each(TOOK_NONE)('that was not taken can be asked for again: %j', async (fault, fate) => {
      const { stage, send, find, when } = await begin();
      stage.fail({ ...fault, when });
      expect((await errorOf(send())).fate).toBe(fate);
      expect(countWrites(stage)).toBe(1);
      expect((await find()).status.state).toBe('not-found');
      await send();
      expect(stage.oneTime.countAtTheEnd()).toBe(2);
    });

    test('that is refused shows the status', async () => {
      const { stage, send, when } = await begin();
      stage.fail({ kind: 'status', status: 409, when });
      expect((await errorOf(send())).message).toContain('HTTP 409');
      expect(stage.oneTime.countAtTheEnd()).toBe(1);
    });

    test.each([
      [429, 'not-taken'],
      [503, 'unknown'],
    ])('that is to wait, by %i, tells how long', async (status, fate) => {
      const { stage, send, when } = await begin();
      stage.fail({ kind: 'status', status, retryAfter: '300', when });
      expect(await errorOf(send())).toMatchObject({ fate, retryAfterMs: 300_000 });
    });

    test('is not said to be missing where nobody can be asked', async () => {
      const { stage, send, find, when } = await begin();
      stage.fail({ kind: 'lost-answer', when });
      await errorOf(send());
      stage.fail({ kind: 'status', status: 503, times: Infinity });
      expect((await errorOf(find())).problem.kind).toBe('unavailable');
      expect(countWrites(stage)).toBe(1);
    });
  });
}

function describeNoRequests(bench: Bench): void {
  test('a one-time backup cannot be asked for, and the capability says so', async () => {
    const { provider } = await bench.start();
    expect(provider.requests).toBeUndefined();
    expect(PROVIDERS[bench.name].capabilities.requestBackup).toBe(false);
  });
}
