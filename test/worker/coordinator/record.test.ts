import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import { type RunRecord, withRequester } from '../../../worker/coordinator/record.ts';
import type { Requester } from '../../../worker/coordinator/run.ts';
import { BY_ANNA, run } from '../notify/run-fixture.ts';
import { progress } from './run-record.ts';

const byAPush = { via: 'github', event: 'push', repository: 'acme/shop' } as const;

function asked(...requestedBy: Requester[]): RunRecord {
  return { ...run({ requestedBy }), progress: progress() };
}

const byPrograms = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ via: 'webhook', reason: `${index}` }) as const);

describe('a requester who asks again', () => {
  test('in the same channel of Slack is named once, with the younger URL', () => {
    const again = {
      ...BY_ANNA,
      responseUrl: 'https://hooks.slack.com/commands/T1/2/younger',
      urlDiesAt: BY_ANNA.urlDiesAt + MINUTE,
    };
    expect(withRequester(asked(BY_ANNA, byAPush), again).requestedBy).toEqual([again, byAPush]);
  });

  test.each<[string, Requester]>([
    ['by the same event of a repository', byAPush],
    ['by a webhook with the same reason', { via: 'webhook', reason: 'migration' }],
    ['by a webhook without a reason', { via: 'webhook', reason: null }],
  ])('%s changes nothing', (_, requester) => {
    const before = asked(BY_ANNA, requester);
    expect(withRequester(before, { ...requester })).toBe(before);
  });

  test.each<[string, Requester]>([
    ['another user', { ...BY_ANNA, user: 'U2' }],
    ['another channel', { ...BY_ANNA, channel: 'C9' }],
    ['another team', { ...BY_ANNA, team: 'T2' }],
    ['another event', { ...byAPush, event: 'release' }],
    ['another repository', { ...byAPush, repository: 'acme/till' }],
    ['another reason', { via: 'webhook', reason: 'migration' }],
  ])('is not confused with %s', (_, other) => {
    const before = [BY_ANNA, byAPush, { via: 'webhook', reason: null }] as const;
    expect(withRequester(asked(...before), other).requestedBy).toEqual([...before, other]);
  });
});

describe('of the programs that ask', () => {
  test('a hundred are named, and no more', () => {
    const hundredth = withRequester(asked(...byPrograms(99)), byAPush);
    expect(hundredth.requestedBy).toHaveLength(100);
    expect(withRequester(hundredth, { via: 'webhook', reason: 'one more' })).toBe(hundredth);
  });

  test('none is in the way of somebody who waits to be told', () => {
    const { requestedBy } = withRequester(asked(...byPrograms(100)), BY_ANNA);
    expect(requestedBy.at(-1)).toEqual(BY_ANNA);
  });
});
