import { describe, expect, test } from 'vitest';
import type { NotifyTarget } from '../../../worker/config.ts';
import type { Run } from '../../../worker/coordinator/run.ts';
import { targetsOf } from '../../../worker/notify/index.ts';
import type { Target } from '../../../worker/notify/telling.ts';
import { BY_ANNA, run, type SlackRequester } from './run-fixture.ts';

const URL = 'https://example.com/hook';
const byAPush = { via: 'github', event: 'push', repository: 'acme/shop' } as const;
const byAProgram = { via: 'webhook', reason: null } as const;

function listTargets(over: Partial<Run>, notify: readonly NotifyTarget[] = []) {
  return targetsOf(run(over), { notify });
}

function toSlackUser(over: Partial<SlackRequester>): Target {
  const { channel, user, responseUrl, urlDiesAt } = { ...BY_ANNA, ...over };
  return { kind: 'slack-requester', channel, user, responseUrl, urlDiesAt };
}

describe('of those who asked', () => {
  test('a Slack user is told, if need be through the URL that the command brought', () => {
    expect(listTargets({})).toEqual([toSlackUser({})]);
  });

  test('GitHub and programs are not: they read the run', () => {
    expect(listTargets({ requestedBy: [byAPush, byAProgram] })).toEqual([]);
  });

  test('each is told, in the order in which they asked, whatever the end', () => {
    const byBen = { ...BY_ANNA, user: 'U2' };
    const byAnnaElsewhere = { ...BY_ANNA, channel: 'C9' };
    const requestedBy = [BY_ANNA, byAPush, byBen, byAnnaElsewhere];
    const all = [toSlackUser({}), toSlackUser({ user: 'U2' }), toSlackUser({ channel: 'C9' })];
    expect(listTargets({ requestedBy })).toEqual(all);
    expect(listTargets({ requestedBy, state: 'failed' })).toEqual(all);
  });
});

describe('of those whom the configuration names', () => {
  const notify: readonly NotifyTarget[] = [
    { on: 'failure', slack: 'C2' },
    { on: 'all', slack: 'C3' },
    { on: 'failure', webhook: URL, secret: 'ONE' },
    { on: 'all', webhook: URL, secret: 'TWO' },
  ];
  const onAll = [
    { kind: 'slack-channel', channel: 'C3' },
    { kind: 'webhook', url: URL, secretName: 'TWO' },
  ];

  test('a success is told to those who want all', () => {
    expect(listTargets({ requestedBy: [] }, notify)).toEqual(onAll);
  });

  test.each(['failed', 'timed-out'] as const)('a run that %s is told to all of them', (state) => {
    expect(listTargets({ requestedBy: [], state }, notify)).toEqual([
      { kind: 'slack-channel', channel: 'C2' },
      { kind: 'slack-channel', channel: 'C3' },
      { kind: 'webhook', url: URL, secretName: 'ONE' },
      { kind: 'webhook', url: URL, secretName: 'TWO' },
    ]);
  });

  test('one that is named twice is told once', () => {
    const twice = [...notify, ...notify, { on: 'failure', slack: 'C3' } as const];
    expect(listTargets({ requestedBy: [], state: 'failed' }, twice)).toHaveLength(4);
  });

  test('a channel that reads the answer to its requester is not told the same again', () => {
    const requestedBy = [{ ...BY_ANNA, channel: 'C3' }];
    const targets = listTargets({ requestedBy, state: 'failed' }, notify);
    expect(targets.map((target) => 'channel' in target && target.channel)).toEqual([
      'C3',
      'C2',
      false,
      false,
    ]);
  });
});
