import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UnderWay } from '../../../worker/alarm-work/under-way.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A piece of work that ends when it is told to. */
function piece() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

/** Runs the pieces, and tells whether that is over and how many ended late. */
function start(underWay: UnderWay, pieces: Record<string, () => Promise<void>>) {
  const seen = { over: false, late: 0 };
  const runToTheEnd = async () => {
    await underWay.run(new Map(Object.entries(pieces)), () => {
      seen.late += 1;
    });
    seen.over = true;
  };
  void runToTheEnd();
  return seen;
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('pieces of work side by side', () => {
  test('are over when all have ended', async () => {
    const [a, b] = [piece(), piece()];
    const underWay = new UnderWay();
    const seen = start(underWay, { a: a.work, b: b.work });
    a.end();
    await settle();
    expect(seen.over).toBe(false);
    b.end();
    await settle();
    expect(seen).toEqual({ over: true, late: 0 });
    expect([underWay.has('a'), underWay.has('b')]).toEqual([false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('are over after a second where one hangs, which is then still under way', async () => {
    const [quick, hanging] = [piece(), piece()];
    const underWay = new UnderWay();
    const seen = start(underWay, { quick: quick.work, hanging: hanging.work });
    quick.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(seen.over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual({ over: true, late: 0 });
    expect([underWay.has('quick'), underWay.has('hanging')]).toEqual([false, true]);
    hanging.end();
    await settle();
    expect(seen.late).toBe(1);
    expect(underWay.has('hanging')).toBe(false);
  });

  test('that are none are over at once', async () => {
    const seen = start(new UnderWay(), {});
    await settle();
    expect(seen.over).toBe(true);
  });
});
