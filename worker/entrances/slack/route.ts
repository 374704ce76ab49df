import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { type Obstacle, placeOrder } from '../../orders/place-order.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { RESPONSE_URL_LIVES } from '../../slack/response-url.ts';
import { decodeBody } from '../body.ts';
import { addSignedRoute, answerUnauthorized } from '../signed-route.ts';
import { mayUse } from './authorize.ts';
import * as messages from './messages.ts';
import { type Caller, type Command, parseSlackForm, type SlashCommand } from './parse.ts';
import { slackRequester } from './requester.ts';
import { answerStatus } from './status.ts';
import { verifySlack } from './verify.ts';

/** `POST /slack/command`: the slash command. */
export function registerSlack(app: Hono, deps: EntranceDependencies): void {
  addSignedRoute(app, {
    path: '/slack/command',
    contentType: 'application/x-www-form-urlencoded',
    secrets: deps.config.secrets.slackSigning,
    answer: (context, body) => answerSlack(context, body, deps),
  });
}

async function answerSlack(
  context: Context,
  body: Uint8Array<ArrayBuffer>,
  deps: EntranceDependencies,
): Promise<Response> {
  const signature = context.req.header('x-slack-signature') ?? '';
  const timestamp = context.req.header('x-slack-request-timestamp') ?? '';
  const options = { secrets: deps.config.secrets.slackSigning, now: deps.now() };
  const verified = await verifySlack({ signature, timestamp, body }, options);
  if (!verified.ok) {
    return answerUnauthorized(context, { name: 'slack', reason: verified.problem, deps });
  }
  const form = parseSlackForm(decodeBody(body) ?? '');
  if (!form.ok) {
    return answerError(context, 'unreadable', {
      message: `The field ${form.problem} is not right.`,
    });
  }
  if (form.value === 'ssl-check') return context.body(null, 200);
  const { text, blocks } = await reply(form.value, deps);
  return context.json({ response_type: 'ephemeral', text, blocks });
}

async function reply(slash: SlashCommand, deps: EntranceDependencies): Promise<SlackMessage> {
  const { command, caller } = slash;
  if (!(await deps.mayCall(`slack:${caller.team}:${caller.user}`))) return messages.TOO_MANY;
  switch (command.kind) {
    case 'help':
      return messages.help(usableServices(caller, deps));
    case 'unclear':
      return messages.unclear(command.text);
    case 'unknown-type':
      return messages.unknownType(command.type);
    case 'status':
      return replyStatus(command.service, caller, deps);
    case 'backup':
      return replyBackup(command, slash, deps);
  }
}

function usableServices(caller: Caller, { config }: EntranceDependencies): readonly string[] {
  return [...config.services.keys()].filter((name) => mayUse(name, caller, config.slack.allow));
}

/** A caller who may use nothing is not told which services exist. */
function refuseService(
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

async function replyStatus(
  service: string | null,
  caller: Caller,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const refusal = refuseService(service, caller, deps);
  if (refusal) return refusal;
  const names = service === null ? usableServices(caller, deps) : [service];
  const services = names.flatMap((name) => deps.config.services.get(name) ?? []);
  return answerStatus(services, caller.responseUrl, deps);
}

/** Answers only when the run is on durable storage; if storing fails, there is no answer. */
async function replyBackup(
  { service, type }: Extract<Command, { kind: 'backup' }>,
  { caller, triggerId }: SlashCommand,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const { config, accept, log, now } = deps;
  const placed = await placeOrder(
    {
      service,
      type,
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
