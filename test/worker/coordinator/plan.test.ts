import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { plan, type Progress } from '../../../worker/coordinator/plan.ts';
import { ACCEPTED_AT, ORDER, progress, REQUEST, TIMEOUT } from './run-record.ts';

const DEADLINE = ACCEPTED_AT + TIMEOUT;

/** The next step, as it is planned a minute after the acceptance unless the test says when. */
function next(over: Partial<Progress>, now = ACCEPTED_AT + MINUTE) {
  return plan(progress(over), { timeoutMs: TIMEOUT, now });
}

const requesting = { state: 'requesting', order: ORDER } as const;
const running = { state: 'running', order: ORDER, request: REQUEST, sends: 1 } as const;

describe('the next step', () => {
  test('of a run that was just accepted is to see what is there before, at once', () => {
    expect(next({})).toEqual({ kind: 'survey', at: ACCEPTED_AT });
  });

  test('when that is recorded, is to send the request, at once', () => {
    expect(next(requesting)).toEqual({ kind: 'send', at: ACCEPTED_AT, order: ORDER });
  });

  test('when the request is recorded, is to look at it', () => {
    expect(next(running)).toEqual({ kind: 'look', at: ACCEPTED_AT, request: REQUEST });
  });

  test('after a send that has no recorded end, is to ask the provider and not to send', () => {
    const sendingSince = ACCEPTED_AT + SECOND;
    const step = next({ ...requesting, sendingSince, sends: 1 });
    expect(step).toMatchObject({ kind: 'reconcile', order: ORDER });
  });

  test('after a send that a crash cut off, gives the request five seconds to arrive', () => {
    const sendingSince = ACCEPTED_AT + 3 * SECOND;
    const step = next({ ...requesting, sendingSince, sends: 1 });
    expect(step.at).toBe(sendingSince + 5 * SECOND);
  });

  test.each(['succeeded', 'failed', 'timed-out'] as const)('of a run that %s is none', (state) => {
    const step = next({ ...running, state }, DEADLINE + HOUR);
    expect(step).toEqual({ kind: 'none', at: Number.POSITIVE_INFINITY });
  });
});

describe('the wait before the next look', () => {
  const lastTriedAt = ACCEPTED_AT + 10 * MINUTE;
  const waitAfter = (looks: number) => next({ ...running, looks, lastTriedAt }).at - lastTriedAt;

  test('is five seconds at first and half as much again each time, in whole milliseconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(waitAfter)).toEqual([
      5000, 7500, 11_250, 16_875, 25_313, 37_969, 56_953,
    ]);
  });

  test('is a minute at last, and never more', () => {
    expect([8, 9, 100, 5000].map(waitAfter)).toEqual([60_000, 60_000, 60_000, 60_000]);
  });

  test('is the same where the provider could not be asked at all', () => {
    const step = next({ looks: 2, lastTriedAt });
    expect(step).toEqual({ kind: 'survey', at: lastTriedAt + 7500 });
  });
});

describe('a run is given up', () => {
  const lastTriedAt = DEADLINE - MINUTE;
  const looks = 50;

  test('not where its next look falls just before its time is over', () => {
    const step = next({ ...running, looks, lastTriedAt: lastTriedAt - 1 }, DEADLINE - MINUTE);
    expect(step).toMatchObject({ kind: 'look', at: DEADLINE - 1 });
  });

  test.each([0, 1, SECOND])('at its time, where its next look falls %i ms after that', (late) => {
    const step = next({ ...running, looks, lastTriedAt: lastTriedAt + late }, DEADLINE - MINUTE);
    expect(step).toEqual({ kind: 'give-up', at: DEADLINE });
  });

  test.each([
    ['accepted', {}],
    ['about to send', requesting],
    ['in doubt about a send', { ...requesting, sendingSince: ACCEPTED_AT, sends: 1 }],
  ])('where it slept through its time %s: it sends nothing any more', (_, over) => {
    expect(next(over, DEADLINE - 1).kind).not.toBe('give-up');
    expect(next(over, DEADLINE)).toEqual({ kind: 'give-up', at: DEADLINE });
    expect(next(over, DEADLINE + 1)).toEqual({ kind: 'give-up', at: DEADLINE });
  });

  test('not before it was looked at once more, where it slept through its time running', () => {
    const slept = { ...running, looks, lastTriedAt: ACCEPTED_AT + HOUR };
    expect(next(slept, DEADLINE + HOUR).kind).toBe('look');
    expect(next({ ...slept, lastTriedAt: DEADLINE + HOUR }, DEADLINE + HOUR).kind).toBe('give-up');
  });
});

const instant = fc.integer({ min: ACCEPTED_AT, max: DEADLINE + HOUR });

const anyProgress: fc.Arbitrary<Progress> = fc.record({
  state: fc.constantFrom('accepted', 'requesting', 'running', 'succeeded', 'failed', 'timed-out'),
  acceptedAt: fc.constant(ACCEPTED_AT),
  order: fc.option(fc.constant(ORDER)),
  sendingSince: fc.option(instant),
  sends: fc.nat({ max: 3 }),
  accepted: fc.boolean(),
  request: fc.option(fc.constant(REQUEST)),
  looks: fc.nat({ max: 2000 }),
  lastTriedAt: fc.option(instant),
  notBefore: fc.option(instant),
});

describe('whatever is recorded', () => {
  const holds = (rule: (recorded: Progress, now: number) => boolean) =>
    fc.assert(fc.property(anyProgress, instant, rule), { numRuns: 2000 });
  const stepOf = (recorded: Progress, now: number) => plan(recorded, { timeoutMs: TIMEOUT, now });

  test('nothing is sent while the fate of a send is unknown, or once there is a request', () => {
    holds((recorded, now) => {
      const open = recorded.sendingSince === null && recorded.request === null;
      return open || stepOf(recorded, now).kind !== 'send';
    });
  });

  test('nothing is asked of a provider before the time that it has named', () => {
    holds((recorded, now) => {
      const { kind, at } = stepOf(recorded, now);
      const asksNothing = kind === 'none' || kind === 'give-up';
      return asksNothing || at >= (recorded.notBefore ?? 0);
    });
  });

  test('nothing is sent before it is recorded what was there', () => {
    holds((recorded, now) => recorded.order !== null || stepOf(recorded, now).kind !== 'send');
  });

  test('every step of an unfinished run falls before its time is over, or is to give it up', () => {
    holds((recorded, now) => {
      const { kind, at } = stepOf(recorded, now);
      return kind === 'none' || (kind === 'give-up' ? at === DEADLINE : at < DEADLINE);
    });
  });

  test('an unfinished run always has a next step, and a finished one never', () => {
    holds((recorded, now) => {
      const ended = ['succeeded', 'failed', 'timed-out'].includes(recorded.state);
      return ended === (stepOf(recorded, now).kind === 'none');
    });
  });
});
