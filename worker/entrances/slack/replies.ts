import type { BackupType } from '../../../shared/domain/backup.ts';
import { formatInstant } from '../../../shared/domain/instant.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { type Obstacle, placeOrder } from '../../orders/place-order.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { RESPONSE_URL_LIVES } from '../../slack/response-url.ts';
import { mayUse } from './authorize.ts';
import * as messages from './messages.ts';
import type { Caller } from './parse.ts';
import { slackRequester } from './requester.ts';

/*
 * What is done and said for a command, and for the button that does the same. Whoever asks is
 * authorised here, by the rules of now.
 */

/** One command or click. */
export interface Asked {
  readonly caller: Caller;
  /** Slack's id of it; a retry brings it again. */
  readonly triggerId: string;
}

export function usableServices(
  caller: Caller,
  { config }: EntranceDependencies,
): readonly string[] {
  return [...config.services.keys()].filter((name) => mayUse(name, caller, config.slack.allow));
}

/** A caller who may use nothing is not told which services exist. */
export function refuseService(
  service: string | null,
  caller: Caller,
  deps: EntranceDependencies,
): SlackMessage | null {
  const usable = usableServices(caller, deps);
  if (service === null ? usable.length > 0 : usable.includes(service)) return null;
  if (service === null || usable.length === 0 || deps.config.services.has(service)) {
    deps.log({ event: 'not-allowed', entrance: 'slack', team: caller.team, user: caller.user });
    return messages.notAllowed(service, caller);
  }
  return messages.unknownService(service, usable);
}

interface BackupWish {
  readonly service: string;
  readonly type: BackupType | null;
  readonly mustBeNew?: boolean;
}

/** Resolves only when the run is on durable storage; if storing fails, it rejects. */
export async function replyBackup(
  { service, type, mustBeNew = false }: BackupWish,
  { caller, triggerId }: Asked,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const { config, accept, log, now } = deps;
  const placed = await placeOrder(
    {
      service,
      type,
      mustBeNew,
      requester: slackRequester(caller, now() + RESPONSE_URL_LIVES),
      deliveries: [`slack:${triggerId}`],
    },
    {
      services: config.services,
      mayUse: (name) => mayUse(name, caller, config.slack.allow),
      accept,
      log,
    },
  );
  if (placed.ok)
    return messages.accepted(placed.value, { now: now(), isPrivate: caller.isPrivate });
  return refuseOrder(placed.problem, { service, caller }, deps);
}

function refuseOrder(
  obstacle: Obstacle,
  { service, caller }: { service: string; caller: Caller },
  deps: EntranceDependencies,
): SlackMessage {
  switch (obstacle.kind) {
    case 'unknown-service':
    case 'not-allowed':
      return refuseService(service, caller, deps) ?? messages.notAllowed(service, caller);
    case 'cannot-request':
      return messages.cannotRequest(service, obstacle.provider);
    case 'other-type':
      return messages.otherType(service, obstacle.only, obstacle.provider);
    case 'delivery-used':
      return messages.accepted(
        { run: obstacle.run, joined: false },
        { now: deps.now(), isPrivate: caller.isPrivate },
      );
  }
}

interface SnoozeWish {
  readonly service: string;
  /** `null` ends the snooze that there is. */
  readonly forMs: number | null;
  readonly why: string;
}

/** Whoever may take a backup of a service may snooze it. */
export async function replySnooze(
  { service: name, forMs, why }: SnoozeWish,
  { caller, triggerId }: Asked,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const refusal = refuseService(name, caller, deps);
  const service = deps.config.services.get(name);
  if (refusal || !service) return refusal ?? messages.notAllowed(name, caller);
  if (!deps.config.watch) return messages.NOT_WATCHED;
  const { team, user } = caller;
  const snooze = await deps.snooze(service, { forMs, why, id: `slack:${triggerId}`, who: user });
  const until = snooze ? formatInstant(snooze.until) : 'off';
  deps.log({ event: 'snooze', entrance: 'slack', service: name, until, team, user });
  return messages.snoozed(name, snooze, deps.now());
}
