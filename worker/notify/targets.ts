import type { Config, NotifyTarget } from '../config.ts';
import type { Run } from '../coordinator/run.ts';
import type { Target } from './telling.ts';

/** Who is told of a run's end: each Slack requester, and whom the configuration names, once. */
export function targetsOf(run: Run, config: Pick<Config, 'notify'>): readonly Target[] {
  const requesters = listRequesters(run);
  const channels = requesters.map(({ channel }) => channel);
  const named = config.notify
    .filter(({ on }) => on === 'all' || run.state !== 'succeeded')
    .map(toTarget)
    // The channel reads it as the requester's answer already.
    .filter((target) => target.kind !== 'slack-channel' || !channels.includes(target.channel));
  return [...requesters, ...withoutRepeats(named)];
}

function listRequesters({ requestedBy }: Run): readonly SlackRequester[] {
  return requestedBy.flatMap((requester): readonly SlackRequester[] => {
    if (requester.via !== 'slack') return [];
    const { channel, user, responseUrl, urlDiesAt } = requester;
    return [{ kind: 'slack-requester', channel, user, responseUrl, urlDiesAt }];
  });
}

type SlackRequester = Extract<Target, { kind: 'slack-requester' }>;

function toTarget(target: NotifyTarget): Target {
  if ('slack' in target) return { kind: 'slack-channel', channel: target.slack };
  return { kind: 'webhook', url: target.webhook, secretName: target.secret };
}

function withoutRepeats(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}
