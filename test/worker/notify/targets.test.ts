import { describe, expect, test } from 'vitest';
import type { NotifyRule } from '../../../worker/notify/channel.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import { targetsOf } from '../../../worker/notify/targets.ts';
import { webhookTarget } from '../../../worker/notify/webhook/schema.ts';
import type { Run } from '../../../worker/orders/run.ts';
import { ANNA, BY_A_PROGRAM, BY_A_PUSH, BY_ANNA, bySlack, run } from '../run-fixture.ts';

const URL = 'https://example.com/hook';

function listTargets(over: Partial<Run>, notify: readonly NotifyRule[] = []) {
  return targetsOf(run(over), notify);
}

function toSlackUser(over: Partial<typeof ANNA>) {
  const { channel, user, responseUrl, urlDiesAt } = { ...ANNA, ...over };
  return slackTarget(channel, { user, responseUrl, urlDiesAt });
}

describe('of those who asked', () => {
  test('a Slack user is told, if need be through the URL that the command brought', () => {
    expect(listTargets({})).toEqual([toSlackUser({})]);
  });

  test('GitHub and programs are not: they read the run', () => {
    expect(listTargets({ requestedBy: [BY_A_PUSH, BY_A_PROGRAM] })).toEqual([]);
  });

  test('each place is told once, in the order in which they asked, whatever the end', () => {
    const byBen = bySlack({ user: 'U2' });
    const byAnnaElsewhere = bySlack({ channel: 'C9' });
    const requestedBy = [BY_ANNA, BY_A_PUSH, byBen, byAnnaElsewhere];
    const all = [toSlackUser({ user: 'U2' }), toSlackUser({ channel: 'C9' })];
    expect(listTargets({ requestedBy })).toEqual(all);
    expect(listTargets({ requestedBy, state: 'failed' })).toEqual(all);
  });
});

describe('of those whom the configuration names', () => {
  const notify: readonly NotifyRule[] = [
    { on: 'failure', target: slackTarget('C2') },
    { on: 'all', target: slackTarget('C3') },
    { on: 'failure', target: webhookTarget(URL, 'ONE') },
    { on: 'all', target: webhookTarget(URL, 'TWO') },
  ];
  const onAll = [slackTarget('C3'), webhookTarget(URL, 'TWO')];

  test('a success is told to those who want all', () => {
    expect(listTargets({ requestedBy: [] }, notify)).toEqual(onAll);
  });

  test.each(['failed', 'timed-out'] as const)('a run that %s is told to all of them', (state) => {
    expect(listTargets({ requestedBy: [], state }, notify)).toEqual([
      slackTarget('C2'),
      slackTarget('C3'),
      webhookTarget(URL, 'ONE'),
      webhookTarget(URL, 'TWO'),
    ]);
  });

  test('one that is named twice is told once', () => {
    const twice = [...notify, ...notify, { on: 'failure', target: slackTarget('C3') } as const];
    expect(listTargets({ requestedBy: [], state: 'failed' }, twice)).toHaveLength(4);
  });

  test('a channel that reads the answer to its requester is not told the same again', () => {
    const requestedBy = [bySlack({ channel: 'C3' })];
    const targets = listTargets({ requestedBy, state: 'failed' }, notify);
    expect(targets.map(({ place }) => place)).toEqual([
      'slack C3',
      'slack C2',
      webhookTarget(URL, 'ONE').place,
      webhookTarget(URL, 'TWO').place,
    ]);
  });
});
