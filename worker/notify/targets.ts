import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { Config, NotifyTarget } from '../config.ts';
import type { Run } from '../coordinator/run.ts';
import type { Target } from './telling.ts';

const URL_LIVES_MS = 30 * MINUTE;

/**
 * Who is told of a run's end: each Slack requester once, and whom the configuration names. `now`:
 * when the run ends, or when somebody joins a run that has ended.
 */
export function targetsOf(
  run: Run,
  config: Pick<Config, 'notify'>,
  now: Instant = Date.now(),
): readonly Target[] {
  const requesters = listRequesters(run, now);
  const channels = requesters.map(({ channel }) => channel);
  const named = config.notify
    .filter(({ on }) => on === 'all' || run.state !== 'succeeded')
    .map(toTarget)
    // The channel reads it as the requester's answer already.
    .filter((target) => target.kind !== 'slack-channel' || !channels.includes(target.channel));
  return withoutRepeats([...requesters, ...named], (target) => JSON.stringify(target));
}

type SlackRequester = Extract<Target, { kind: 'slack-requester' }>;

/**
 * Of a user who asked several times in one channel the last request counts: its URL lives longest.
 * When each of them asked is not recorded, but they have, so no URL lives longer than 30 minutes
 * from now. One that dies sooner is refused by Slack, for good.
 */
function listRequesters({ requestedBy }: Run, now: Instant): readonly SlackRequester[] {
  const urlDiesAt = now + URL_LIVES_MS;
  const targets = requestedBy.flatMap((requester): readonly SlackRequester[] => {
    if (requester.via !== 'slack') return [];
    const { channel, user, responseUrl } = requester;
    return [{ kind: 'slack-requester', channel, user, responseUrl, urlDiesAt }];
  });
  return withoutRepeats(targets, ({ channel, user }) => JSON.stringify([channel, user]));
}

function toTarget(target: NotifyTarget): Target {
  if ('slack' in target) return { kind: 'slack-channel', channel: target.slack };
  return { kind: 'webhook', url: target.webhook, secretName: target.secret };
}

/** In the order of their first appearance, each as it was last. */
function withoutRepeats<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
