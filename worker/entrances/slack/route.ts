import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import type { SlackMessage } from '../../slack/message.ts';
import { registerClicks } from './click-route.ts';
import * as messages from './messages.ts';
import { unclearAllow } from './override-messages.ts';
import { replyAllow } from './override-replies.ts';
import { type Caller, parseSlackForm, type SlashCommand } from './parse.ts';
import { refuseService, replyBackup, replySnooze, usableServices } from './replies.ts';
import { answerStatus } from './status.ts';
import { addSlackRoute } from './verified-route.ts';

/** `POST /slack/command`: the slash command. `POST /slack/interact`: the buttons of our messages. */
export function registerSlack(app: Hono, deps: EntranceDependencies): void {
  const answer = (context: Context, form: string) => answerCommand(context, form, deps);
  addSlackRoute(app, { path: '/slack/command', answer }, deps);
  registerClicks(app, deps);
}

async function answerCommand(
  context: Context,
  text: string,
  deps: EntranceDependencies,
): Promise<Response> {
  const form = parseSlackForm(text);
  if (!form.ok) {
    return answerError(context, 'unreadable', {
      message: `The field ${form.problem} is missing or invalid.`,
    });
  }
  if (form.value === 'ssl-check') return context.body(null, 200);
  const message = await reply(form.value, deps);
  const { text: shown, blocks, isForAll } = message;
  return context.json({
    response_type: isForAll ? 'in_channel' : 'ephemeral',
    text: shown,
    blocks,
  });
}

async function reply(slash: SlashCommand, deps: EntranceDependencies): Promise<SlackMessage> {
  const { command, caller } = slash;
  if (!(await deps.mayCall(`slack:${caller.team}:${caller.user}`))) return messages.TOO_MANY;
  switch (command.kind) {
    case 'help':
      return messages.help(usableServices(caller, deps));
    case 'unclear':
      return messages.unclear(command.text);
    case 'unclear-snooze':
      return messages.unclearSnooze(command.problem);
    case 'unclear-allow':
      return unclearAllow(command.problem);
    case 'allow':
      return replyAllow(command, slash, deps);
    case 'unknown-type':
      return messages.unknownType(command.type);
    case 'status':
      return replyStatus(command.service, caller, deps);
    case 'snooze':
      return replySnooze(command, slash, deps);
    case 'backup':
      return replyBackup(command, slash, deps);
  }
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
