import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { HOUR } from '../../../shared/domain/instant.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import type { SlackMessage } from '../../slack/message.ts';
import * as messages from './messages.ts';
import { replyConfirm } from './override-replies.ts';
import { type Click, parseClick } from './parse-click.ts';
import { refuseService, replyBackup, replySnooze } from './replies.ts';
import { canSendLater, sendLater } from './send-later.ts';
import { describeStatus } from './status.ts';
import { addSlackRoute } from './verified-route.ts';

/** The payload holds the whole message that the button stands in. */
const MAX_KIB = 512;

const SNOOZE = 24 * HOUR;

/** `POST /slack/interact`: a button of a message of ours was clicked. */
export function registerClicks(app: Hono, deps: EntranceDependencies): void {
  const answer = (context: Context, form: string) => answerClick(context, form, deps);
  addSlackRoute(app, { path: '/slack/interact', maxKib: MAX_KIB, answer }, deps);
}

/**
 * Slack shows nothing of the answer to a click, so what is said goes to the click's own URL. An
 * order and a snooze are on durable storage before the answer; the rest comes after it.
 */
async function answerClick(
  context: Context,
  form: string,
  deps: EntranceDependencies,
): Promise<Response> {
  const click = parseClick(form);
  if (!click.ok) {
    return answerError(context, 'unreadable', {
      message: `The field ${click.problem} is not right.`,
    });
  }
  const { later } = await act(click.value, deps);
  const { responseUrl } = click.value.caller;
  if (canSendLater(responseUrl, deps)) {
    deps.defer(later.then((message) => sendLater(message, responseUrl, deps)));
  }
  return context.body(null, 200);
}

/** What the click brings, by the rules of now: those of the day when it was posted do not count. */
async function act(
  click: Click,
  deps: EntranceDependencies,
): Promise<{ readonly later: Promise<SlackMessage> }> {
  const { action, service, caller } = click;
  const say = async (message: SlackMessage | Promise<SlackMessage>) => ({
    later: Promise.resolve(await message),
  });
  if (!(await deps.mayCall(`slack:${caller.team}:${caller.user}`))) return say(messages.TOO_MANY);
  switch (action) {
    case null:
      return say(messages.UNKNOWN_BUTTON);
    case 'backup':
      return say(replyBackup({ service, type: null }, click, deps));
    case 'snooze':
      return say(replySnooze({ service, forMs: SNOOZE, why: 'by a button' }, click, deps));
    case 'allow':
      return say(replyConfirm(service, click, deps));
    case 'check':
      return { later: checkAgain(click, deps) };
  }
}

/** A look takes longer than Slack waits. */
async function checkAgain(
  { service: name, caller }: Click,
  deps: EntranceDependencies,
): Promise<SlackMessage> {
  const refusal = refuseService(name, caller, deps);
  const service = deps.config.services.get(name);
  if (refusal || !service) return refusal ?? messages.notAllowed(name, caller);
  return describeStatus([service], { ...deps, judge: deps.look });
}
