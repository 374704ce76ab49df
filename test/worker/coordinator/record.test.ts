import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../shared/domain/instant.ts';
import { type RunRecord, withRequester } from '../../../worker/coordinator/record.ts';
import type { Requester } from '../../../worker/orders/requester.ts';
import { githubRequester } from '../../../worker/entrances/github/requester.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import { ANNA, BY_A_PROGRAM, BY_A_PUSH, BY_ANNA, bySlack, run } from '../run-fixture.ts';
import { acceptedRun } from './run-record.ts';

function asked(...requestedBy: Requester[]): RunRecord {
  return { ...acceptedRun(), ...run({ requestedBy }) };
}

const byPrograms = (count: number) =>
  Array.from({ length: count }, (_, index) => webhookRequester(`${index}`));

describe('a requester who asks again', () => {
  test('in the same channel of Slack is named once, with the younger URL', () => {
    const again = bySlack({
      responseUrl: 'https://hooks.slack.com/commands/T1/2/younger',
      urlDiesAt: ANNA.urlDiesAt + MINUTE,
    });
    expect(withRequester(asked(BY_ANNA, BY_A_PUSH), again).requestedBy).toEqual([again, BY_A_PUSH]);
  });

  test.each<[string, Requester]>([
    ['by the same event of a repository', BY_A_PUSH],
    ['by a webhook with the same reason', webhookRequester('migration')],
    ['by a webhook without a reason', BY_A_PROGRAM],
  ])('%s changes nothing', (_, requester) => {
    const before = asked(BY_ANNA, requester);
    expect(withRequester(before, { ...requester })).toBe(before);
  });

  test.each<[string, Requester]>([
    ['another user', bySlack({ user: 'U2' })],
    ['another channel', bySlack({ channel: 'C9' })],
    ['another team', bySlack({ team: 'T2' })],
    ['another event', githubRequester({ event: 'release', repository: 'acme/shop' })],
    ['another repository', githubRequester({ event: 'push', repository: 'acme/till' })],
    ['another reason', webhookRequester('migration')],
  ])('is not confused with %s', (_, other) => {
    const before = [BY_ANNA, BY_A_PUSH, BY_A_PROGRAM];
    expect(withRequester(asked(...before), other).requestedBy).toEqual([...before, other]);
  });
});

describe('of the programs that ask', () => {
  test('a hundred are named, and no more', () => {
    const hundredth = withRequester(asked(...byPrograms(99)), BY_A_PUSH);
    expect(hundredth.requestedBy).toHaveLength(100);
    expect(withRequester(hundredth, webhookRequester('one more'))).toBe(hundredth);
  });

  test('none is in the way of somebody who waits to be told', () => {
    const { requestedBy } = withRequester(asked(...byPrograms(100)), BY_ANNA);
    expect(requestedBy.at(-1)).toEqual(BY_ANNA);
  });
});

test('a run that more people asked for than fit still fits in a row of 2 MB', () => {
  const people = Array.from({ length: 2100 }, (_, index) =>
    bySlack({
      team: 'T024BE7LDAB',
      channel: `C024BE91L${index % 50}`,
      user: `U0${100_000_000 + index}`,
      responseUrl: `https://hooks.slack.com/commands/T024BE7LDAB/${'1'.repeat(14)}/${'x'.repeat(24)}`,
    }),
  );
  const ids = Array.from({ length: 500 }, (_, index) => `${'f'.repeat(32)}:dbtgf28044362:${index}`);
  const { progress, ...rest } = asked(...people.slice(0, 1999));
  const before = { backupIds: ids, scheduleIds: ids, cut: true };
  const full = people
    .slice(1999)
    .reduce(withRequester, { ...rest, progress: { ...progress, before } });
  expect(full.requestedBy).toHaveLength(2000);
  expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(2_000_000);
  const [first] = people;
  const again = bySlack({ ...first?.details, responseUrl: 'https://hooks.slack.com/younger' });
  expect(withRequester(full, again).requestedBy[0]).toEqual(again);
});
