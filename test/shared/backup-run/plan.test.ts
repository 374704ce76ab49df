import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALM } from '../../../shared/backup-run/pace.ts';
import { plan } from '../../../shared/backup-run/plan.ts';
import {
  type BackupRun,
  isEnded,
  type Progress,
  RUN_STATES,
} from '../../../shared/backup-run/run.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { ACCEPTED_AT, BEFORE, FOUND, runWith, sendingSince, TIMEOUT } from './run-fixture.ts';

const DEADLINE = ACCEPTED_AT + TIMEOUT;

function planAt(run: BackupRun, now: number) {
  return plan(run, { timeoutMs: TIMEOUT, pace: CALM, now });
}

/** The next step, as it is planned a minute after the acceptance unless the test says when. */
function next(progress: Partial<Progress>, now = ACCEPTED_AT + MINUTE) {
  return planAt(runWith(progress), now);
}

describe('the next step', () => {
  test('of a run that was just accepted is to read what is there before, at once', () => {
    expect(next({})).toEqual({ kind: 'snapshot', at: ACCEPTED_AT });
  });

  test('when that is recorded, is to send the request, at once', () => {
    expect(next({ before: BEFORE })).toEqual({ kind: 'send', at: ACCEPTED_AT });
  });

  test('when the request is recorded, is to look at it', () => {
    expect(next({ before: BEFORE, found: FOUND })).toEqual({ kind: 'look', at: ACCEPTED_AT });
  });

  test('after a send that has no recorded end, is to search for it and not to send', () => {
    const sending = sendingSince(ACCEPTED_AT + SECOND);
    expect(next({ before: BEFORE, sending, sends: 1 }).kind).toBe('search');
  });

  test('after a send that a crash cut off, gives the request five seconds to arrive', () => {
    const sending = sendingSince(ACCEPTED_AT + 3 * SECOND);
    const step = next({ before: BEFORE, sending, sends: 1 });
    expect(step.at).toBe(ACCEPTED_AT + 8 * SECOND);
  });

  test.each(['succeeded', 'failed', 'timed-out'] as const)('of a run that %s is none', (state) => {
    const step = planAt(runWith({ before: BEFORE, found: FOUND }, { state }), DEADLINE + HOUR);
    expect(step).toEqual({ kind: 'none', at: Number.POSITIVE_INFINITY });
  });
});

describe('the wait before the next look', () => {
  const lastTriedAt = ACCEPTED_AT + 10 * MINUTE;
  const now = lastTriedAt;
  const waitAfter = (looks: number) => next({ found: FOUND, looks, lastTriedAt }, now).at - now;

  test('is five seconds at first and half as much again each time, in whole milliseconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(waitAfter)).toEqual([
      5000, 7500, 11_250, 16_875, 25_313, 37_969, 56_953,
    ]);
  });

  test('is a minute at last, and never more', () => {
    expect([8, 9, 100, 5000].map(waitAfter)).toEqual([60_000, 60_000, 60_000, 60_000]);
  });

  test('is the same where the provider could not be asked at all', () => {
    const step = next({ looks: 2, lastTriedAt }, now);
    expect(step).toEqual({ kind: 'snapshot', at: lastTriedAt + 7500 });
  });

  test('is as long as the provider asks for, where that is longer', () => {
    const pause = { from: lastTriedAt, ms: 300 * SECOND };
    expect(next({ found: FOUND, looks: 1, lastTriedAt, pause }, now).at - now).toBe(300_000);
    const short = { from: lastTriedAt, ms: SECOND };
    expect(next({ found: FOUND, looks: 1, lastTriedAt, pause: short }, now).at - now).toBe(5000);
  });

  test('ends in time to see whether a refusal lasted for two minutes', () => {
    const refused = { refusedSince: now - 100 * SECOND, looks: 7, lastTriedAt };
    expect(next(refused, now)).toEqual({ kind: 'snapshot', at: now + 20 * SECOND });
  });
});

describe('a clock that was set back', () => {
  const lastTriedAt = ACCEPTED_AT + 3 * HOUR;
  const now = ACCEPTED_AT + HOUR;

  test('by two hours makes no wait of two hours', () => {
    const pause = { from: lastTriedAt, ms: MINUTE };
    expect(next({ found: FOUND, looks: 9, lastTriedAt, pause }, now).at).toBe(now);
    const sending = sendingSince(lastTriedAt);
    expect(next({ before: BEFORE, sending, sends: 1, looks: 9, lastTriedAt }, now).at).toBe(now);
  });

  test('beyond the acceptance gives a run no more than its time from now on', () => {
    const before = ACCEPTED_AT - 24 * HOUR;
    expect(planAt(runWith(), before)).toEqual({ kind: 'snapshot', at: before });
    const pause = { from: before, ms: 1000 * HOUR };
    const step = next({ found: FOUND, looks: 1, lastTriedAt: before, pause }, before);
    expect(step).toEqual({ kind: 'look', at: before + TIMEOUT });
  });
});

describe('at its time a run', () => {
  const looks = 50;

  test('that was sent is looked at a last time, at that very moment', () => {
    for (const lastTriedAt of [DEADLINE - 1, DEADLINE - SECOND, DEADLINE - MINUTE]) {
      const step = next({ found: FOUND, looks, lastTriedAt }, lastTriedAt);
      expect(step).toEqual({ kind: 'look', at: DEADLINE });
    }
  });

  test('that may have been sent is searched for a last time', () => {
    const sending = sendingSince(ACCEPTED_AT);
    const lastTriedAt = DEADLINE - MINUTE;
    const step = next({ before: BEFORE, sending, sends: 1, looks, lastTriedAt }, DEADLINE);
    expect(step).toEqual({ kind: 'search', at: DEADLINE });
  });

  test.each([0, 1, HOUR])('is given up %i ms after, once that look is done', (late) => {
    const lastTriedAt = DEADLINE + late;
    const step = next({ found: FOUND, looks, lastTriedAt }, lastTriedAt);
    expect(step).toEqual({ kind: 'give-up', at: DEADLINE });
  });

  test('that slept through it is looked at once more, and then given up', () => {
    const slept = { found: FOUND, looks, lastTriedAt: ACCEPTED_AT + HOUR };
    expect(next(slept, DEADLINE + HOUR).kind).toBe('look');
    const looked = { ...slept, lastTriedAt: DEADLINE + HOUR };
    expect(next(looked, DEADLINE + HOUR).kind).toBe('give-up');
  });

  test.each<[string, Partial<Progress>]>([
    ['accepted', {}],
    ['about to send', { before: BEFORE }],
  ])('that is %s sends nothing any more', (_, progress) => {
    expect(next(progress, DEADLINE - 1).kind).not.toBe('give-up');
    expect(next(progress, DEADLINE)).toEqual({ kind: 'give-up', at: DEADLINE });
    expect(next(progress, DEADLINE + 1)).toEqual({ kind: 'give-up', at: DEADLINE });
  });

  test('is not kept from its last look by a provider that asks for a longer pause', () => {
    const pause = { from: ACCEPTED_AT, ms: 100 * HOUR };
    const step = next({ found: FOUND, looks, lastTriedAt: ACCEPTED_AT, pause });
    expect(step).toEqual({ kind: 'look', at: DEADLINE });
  });
});

const instant = fc.integer({ min: ACCEPTED_AT - 2 * HOUR, max: DEADLINE + HOUR });

const anyProgress: fc.Arbitrary<Progress> = fc.record({
  before: fc.option(fc.constant(BEFORE)),
  sends: fc.nat({ max: 3 }),
  sending: fc.option(
    fc.record({
      since: instant,
      requestedAt: fc.constant(FOUND.requestedAt),
      taken: fc.boolean(),
    }),
  ),
  found: fc.option(fc.constant(FOUND)),
  looks: fc.nat({ max: 2000 }),
  lastTriedAt: fc.option(instant),
  pause: fc.option(fc.record({ from: instant, ms: fc.nat({ max: 2 * HOUR }) })),
  refusedSince: fc.option(instant),
  clockOffsetMs: fc.option(fc.integer()),
});

const anyRun: fc.Arbitrary<BackupRun> = fc
  .record({ progress: anyProgress, state: fc.constantFrom(...RUN_STATES) })
  .map(({ progress, state }) => runWith(progress, { state }));

describe('whatever is recorded', () => {
  const holds = (rule: (run: BackupRun, now: number) => boolean) =>
    fc.assert(fc.property(anyRun, instant, rule), { numRuns: 2000 });

  test('nothing is sent while the fate of a send is unknown, or once there is a request', () => {
    holds((run, now) => {
      const { sending, found } = run.progress;
      return (sending === null && found === null) || planAt(run, now).kind !== 'send';
    });
  });

  test('nothing is sent before it is recorded what was there, nor past the time of the run', () => {
    holds((run, now) => {
      const step = planAt(run, now);
      const mayBeSent = run.progress.before !== null && now < DEADLINE && step.at < DEADLINE;
      return step.kind !== 'send' || mayBeSent;
    });
  });

  test('a provider is left alone as long as it asked for, but for the last look', () => {
    holds((run, now) => {
      const { pause } = run.progress;
      const { kind, at } = planAt(run, now);
      if (pause === null || pause.from > now || kind === 'none' || kind === 'give-up') return true;
      return at >= Math.min(pause.from + pause.ms, DEADLINE, now + TIMEOUT);
    });
  });

  test('every step of an unfinished run falls into its time', () => {
    holds((run, now) => {
      const { kind, at } = planAt(run, now);
      return kind === 'none' || at <= DEADLINE;
    });
  });

  test('no wait is longer than a minute and the pause that was asked for', () => {
    holds((run, now) => {
      const { kind, at } = planAt(run, now);
      const asked = run.progress.pause?.ms ?? 0;
      return kind === 'none' || kind === 'give-up' || at - now <= Math.max(MINUTE, asked);
    });
  });

  test('an unfinished run always has a next step, and a finished one never', () => {
    holds((run, now) => isEnded(run) === (planAt(run, now).kind === 'none'));
  });
});
