import type { EntranceDependencies } from '../../dependencies.ts';
import { hostsOf, webHostOf } from '../../github/web-address.ts';
import type { Person } from '../../protection/override.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { mayOverride } from './authorize.ts';
import {
  overrideAnswered,
  overrideNotAllowed,
  UNKNOWN_OVERRIDE,
  wrongHost,
} from './override-messages.ts';
import type { AllowCommand } from './parse-allow.ts';
import type { Caller } from './parse.ts';
import type { Asked } from './replies.ts';

/*
 * Breaking glass: a deployment is let through although the gate is closed. Both people are
 * authorised here, by the rules of now; whether they are two is for the object that decides.
 */

function overridable(caller: Caller, { config }: EntranceDependencies): readonly string[] {
  return [...config.services.keys()].filter((name) =>
    mayOverride(name, caller, config.slack.allow),
  );
}

function personOf({ user, userName: name }: Caller): Person {
  return { user, name };
}

/** The first person asks. The answer is for everybody in the channel, with a button for a second. */
export async function replyAllow(
  { service, host, repository, target, why }: Extract<AllowCommand, { kind: 'allow' }>,
  { caller, triggerId }: Asked,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const may = overridable(caller, deps);
  const { team, user } = caller;
  if (!may.includes(service)) {
    deps.log({ event: 'not-allowed', entrance: 'slack', team, user });
    return overrideNotAllowed([service], caller);
  }
  const { apiUrl } = deps.config.github;
  if (host !== '' && !hostsOf(apiUrl).includes(host)) return wrongHost(webHostOf(apiUrl));
  const who = personOf(caller);
  const order = { trigger: `slack:${triggerId}`, repository, target, service, who, why, may };
  const answer = await deps.requestOverride(order);
  deps.log({ event: 'override-asked', service, repository, answer: answer.kind, team, user });
  return overrideAnswered(answer, { caller, now: deps.now(), apiUrl });
}

const VALUE = /^([\w.-]+\/[\w.-]+) ([0-9a-f-]{36})$/;

/** The second person agrees, with the button. */
export async function replyConfirm(
  value: string,
  { caller }: Asked,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const [, repository, id] = VALUE.exec(value) ?? [];
  if (repository === undefined || id === undefined) return UNKNOWN_OVERRIDE;
  const may = overridable(caller, deps);
  const { team, user } = caller;
  if (may.length === 0) {
    deps.log({ event: 'not-allowed', entrance: 'slack', team, user });
    return overrideNotAllowed([], caller);
  }
  const answer = await deps.confirmOverride({ repository, id, who: personOf(caller), may });
  deps.log({ event: 'override-confirmed', repository, answer: answer.kind, team, user });
  return overrideAnswered(answer, { caller, now: deps.now(), apiUrl: deps.config.github.apiUrl });
}
