import type { ContextBlock, SectionBlock } from '@slack/types';
import { BACKUP_TYPES } from '../../../shared/domain/backup.ts';
import { formatAge } from '../../../shared/domain/duration.ts';
import { formatMoment, type Instant } from '../../../shared/domain/instant.ts';
import {
  mention,
  quoteSlack,
  quoteUpTo,
  type SlackMessage,
  toMrkdwn,
} from '../../slack/message.ts';
import type { Snooze } from '../../watch/watch-record.ts';
import type { Placed } from '../../orders/place-order.ts';
import type { RunView } from '../../orders/run.ts';
import type { Caller } from './parse.ts';

/** A message to the caller alone. Everything from outside is quoted. */
export function say(text: string, small: string | null = null): SlackMessage {
  const section: SectionBlock = { type: 'section', text: toMrkdwn(text) };
  const context: ContextBlock[] =
    small === null ? [] : [{ type: 'context', elements: [toMrkdwn(small)] }];
  return { text, blocks: [section, ...context] };
}

const TYPES = BACKUP_TYPES.map((type) => `\`${type}\``).join(', ');

const USAGE = [
  '`/backup &lt;service&gt; [type] [now]` takes a backup and says here how it ended; `now`: also where there is one of late',
  '`/backup status [service]` says whether the latest backups can be trusted',
  '`/backup snooze &lt;service&gt; &lt;time&gt; &lt;why&gt;` tells nobody of its verdict for that time, such as `4h`; `off` as the time ends that',
  '`/backup allow &lt;service&gt; &lt;address of the run&gt; &lt;why&gt;` lets a deploy through that is held, with a second person',
  '`/backup help` shows this',
].join('\n');

export function help(services: readonly string[]): SlackMessage {
  return say(`${USAGE}\nTypes: ${TYPES}.\n${listServices(services)}`);
}

export function unclear(text: string): SlackMessage {
  return say(`I don't understand ${quoteSlack(text)}. You can use:\n${USAGE}`);
}

const UNCLEAR_SNOOZE = {
  service: 'Which service?',
  duration: 'For how long? Give a time of at most 7 days, such as `4h` or `2d`, or `off`.',
  why: 'Why? Say it in a few words after the time: others will read it.',
} as const;

export function unclearSnooze(problem: keyof typeof UNCLEAR_SNOOZE): SlackMessage {
  return say(`${UNCLEAR_SNOOZE[problem]} For example \`/backup snooze prod 4h migration runs\`.`);
}

export const NOT_WATCHED = say(
  "There is no watch in the Worker's configuration, so there are no notices to snooze.",
);

export function snoozed(service: string, snooze: Snooze | null, now: Instant): SlackMessage {
  if (snooze === null) return say(`🔔 Changes of the verdict of ${quoteSlack(service)} are told.`);
  return say(
    `🔕 Changes of the verdict of ${quoteSlack(service)} are not told ${describeSnooze(snooze, now)}.`,
    `How backups end that somebody asks for is told all the same. \`/backup snooze ${service} off\` ends it early.`,
  );
}

/** `until …, by …: why`. */
export function describeSnooze({ until, who, why }: Omit<Snooze, 'id'>, now: Instant): string {
  return `until ${formatMoment(until, now)}, by ${mention(who)}: ${quoteUpTo(MAX_WHY, why)}`;
}

/** As long as one may be. */
const MAX_WHY = 200;

export function unknownType(type: string): SlackMessage {
  return say(`There is no backup type ${quoteSlack(type)}. The types are ${TYPES}.`);
}

export function unknownService(service: string, services: readonly string[]): SlackMessage {
  return say(`I don't know the service ${quoteSlack(service)}. ${listServices(services)}`);
}

const MAX_NAMED = 40;

function listServices(services: readonly string[]): string {
  if (services.length === 0) return 'You are not allowed to use any service here.';
  const more = services.length > MAX_NAMED ? ` and ${services.length - MAX_NAMED} more` : '';
  const named = services.slice(0, MAX_NAMED).map(quoteSlack).join(', ');
  return `Services you can use here: ${named}${more}.`;
}

/** A refusal names the rule that is missing, so that the caller can ask for it. */
export function notAllowed(service: string | null, caller: Caller): SlackMessage {
  const { team, channel, user } = caller;
  const wanted = service === null ? 'any service' : `the service ${quoteSlack(service)}`;
  const rule = `team ${quoteSlack(team)}, channel ${quoteSlack(channel)}, user ${quoteSlack(user)}`;
  return say(
    `Sorry, you are not allowed to use ${wanted} here. That takes a rule under \`slack.allow\` in the Worker's configuration that allows ${rule}${service === null ? '' : ` and service ${quoteSlack(service)}`}.`,
  );
}

export function cannotRequest(service: string, provider: string): SlackMessage {
  return say(
    `${provider}'s API cannot start backups, so you can only check ${quoteSlack(service)}: \`/backup status ${service}\`.`,
  );
}

export function otherType(service: string, only: string, provider: string): SlackMessage {
  return say(
    `Every backup of ${quoteSlack(service)} is a ${quoteSlack(only)}; ${provider} has no other type.`,
  );
}

export const TOO_MANY = say('Too many requests at once. Please try again in a minute.');

export const UNKNOWN_BUTTON = say(
  'I do not know this button any more. `/backup help` says what I know.',
);

export const LOOKING = say('I am checking the backups. The answer follows here in a moment.');

export const NOT_YET = say(
  'Checking the backups takes longer than usual. Please ask again in a minute.',
);

/** The answer to an accepted request: a new run, one that it joined, or one that has ended. */
export function accepted(
  { run, joined }: Pick<Placed, 'run' | 'joined'>,
  { now, isPrivate }: { now: Instant; isPrivate: boolean },
): SlackMessage {
  return say(describe(run, { joined, now, isPrivate }), `Run ${quoteSlack(run.id)}`);
}

function describe(
  run: RunView,
  { joined, now, isPrivate }: { joined: boolean; now: Instant; isPrivate: boolean },
): string {
  const what = `${quoteSlack(run.type)} backup of ${quoteSlack(run.service)}`;
  const since = formatAge(now - run.acceptedAt);
  switch (run.state) {
    case 'succeeded':
      return `✅ A ${what} succeeded ${formatAge(now - (run.finishedAt ?? now))} and counts for this request${explainRecoveryPoint(run, now)}.${joined ? ` \`/backup ${run.service} now\` takes a new one.` : ''}`;
    case 'failed':
    case 'timed-out':
      return `❌ The ${what} that you requested ${since} ${run.state === 'failed' ? 'failed' : 'did not finish in time'}${run.message === null ? '' : `: ${quoteSlack(run.message)}`}.`;
    case 'accepted':
    case 'requesting':
    case 'running':
      return joined
        ? `⏳ A ${what} is already under way, requested ${since}. You'll be told when it finishes.`
        : `⏳ A ${what} is on its way. ${isPrivate ? "You'll be told when it finishes." : 'The result will be posted in this channel.'}`;
  }
}

function explainRecoveryPoint({ backup }: RunView, now: Instant): string {
  const at = backup?.recoveryPoint ?? null;
  return at === null ? '' : ` (recovery point ${formatMoment(at, now)})`;
}
