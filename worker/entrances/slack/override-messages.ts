import { formatMoment, type Instant } from '../../../shared/domain/instant.ts';
import { renderMarked } from '../../../shared/report/medium.ts';
import { runAddressOf } from '../../github/web-address.ts';
import { CONFIRM_WITHIN, type Override, type OverrideAnswer } from '../../protection/override.ts';
import { confirmButton } from '../../slack/buttons.ts';
import { mention, quoteSlack, quoteUpTo, SLACK, type SlackMessage } from '../../slack/message.ts';
import { say } from './messages.ts';
import type { Caller } from './parse.ts';

const UNCLEAR = {
  service: 'Which service?',
  url: 'Which deployment? Give the address of its workflow run, or of the deployment, at GitHub.',
  why: 'Why? Say it in a few words after the address: everybody is told.',
} as const;

export function unclearAllow(problem: keyof typeof UNCLEAR): SlackMessage {
  return say(
    `${UNCLEAR[problem]} For example \`/backup allow prod https://github.com/acme/shop/actions/runs/123 the provider is down\`.`,
  );
}

const MAX_WHY = 200;
const MAX_CHOICES = 6;

interface Given {
  readonly now: Instant;
  /** Of GitHub. */
  readonly apiUrl: string;
}

/** For the whole channel: somebody else has to click, and is to know what for. */
function overrideAsked(
  { override, subject }: Extract<OverrideAnswer, { kind: 'asked' }>,
  { now, apiUrl }: Given,
): SlackMessage {
  const { repository, first, why, askedAt, id } = override;
  const { services, found, sha, sender } = subject;
  const from = [
    ...(sha === null ? [] : [`commit ${quoteSlack(sha.slice(0, 7))}`]),
    ...(sender === null ? [] : [`started by ${quoteSlack(sender)}`]),
  ];
  const names = services.map(quoteSlack).join(', ');
  const wrong = found === '' ? 'nobody has looked at them yet.' : renderMarked(found, SLACK);
  const { text, blocks } = say(
    [
      `🔓 ${mention(first.user)} asks that the deploy of ${nameDeployment(override, { apiUrl, from })} is allowed although the backups are not good: ${quoteUpTo(MAX_WHY, why)}`,
      `Backups of ${names}: ${wrong}`,
    ].join('\n'),
    `It takes a second person who may do so, by ${formatMoment(askedAt + CONFIRM_WITHIN, now)}.`,
  );
  return { text, blocks: [...blocks, confirmButton(`${repository} ${id}`)], isForAll: true };
}

/** The address is made of parts that were checked. */
function nameDeployment(
  override: Override,
  { apiUrl, from = [] }: { readonly apiUrl: string; readonly from?: readonly string[] },
): string {
  const { repository, environment, runId } = override;
  const run = `<${runAddressOf(override, apiUrl)}|run ${runId}>`;
  return `${quoteSlack(repository)} to ${quoteSlack(environment)} (${[run, ...from].join(', ')})`;
}

export function overrideNotAllowed(services: readonly string[], caller: Caller): SlackMessage {
  const named = services.map(quoteSlack).join(', ');
  const what = named === '' ? 'any service' : named;
  return say(
    `Sorry, you are not allowed to let a deploy through for ${what}. That takes a rule under \`slack.allow\` with \`"may": ["override"]\` for user ${quoteSlack(caller.user)} and ${named === '' ? 'the services' : named}: nobody has it unless a rule says so.`,
  );
}

/** The same number may be another run at another GitHub. */
export function wrongHost(host: string): SlackMessage {
  return say(
    `That address is of another GitHub: the Worker answers for the deployments of ${quoteSlack(host)}. Give the address of the run, or of the deployment, there.`,
  );
}

export const UNKNOWN_OVERRIDE = say(
  'There is no such deployment: none of that run waits for this service here, or it is too long ago.',
);

const FATES = {
  waits: 'is being allowed',
  rejected: 'was decided already. Re-run its failed jobs within an hour: then it is allowed',
  unclear:
    'was rejected, which is on its way to GitHub or may be there. Re-run its failed jobs within an hour: then it is allowed',
} as const;

/** What became of it, for whoever asked or clicked. */
export function overrideAnswered(
  answer: OverrideAnswer,
  { caller, ...given }: Given & { readonly caller: Caller },
): SlackMessage {
  switch (answer.kind) {
    case 'asked':
      return overrideAsked(answer, given);
    case 'confirmed': {
      const { first, second } = answer.override;
      const who = [first, second].flatMap((one) => (one ? [mention(one.user)] : [])).join(' and ');
      const what = `The deploy of ${nameDeployment(answer.override, given)}`;
      return say(`🔓 ${what} ${FATES[answer.fate]}, by ${who}. Everybody is told.`);
    }
    case 'several': {
      const choices = answer.choices.slice(0, MAX_CHOICES).map(({ environment, address }) => {
        return `${quoteSlack(address)} for ${quoteSlack(environment)}`;
      });
      return say(
        `Several deployments of that run wait. In place of its address give ${choices.join(', or ')}.`,
      );
    }
    case 'not-allowed':
      return overrideNotAllowed(answer.services, caller);
    case 'decided':
      return say(`The deploy to ${quoteSlack(answer.environment)} was allowed meanwhile.`);
    case 'same-person':
      return say('You asked for it yourself. It takes a second person: nobody can do it alone.');
    case 'expired':
      return say('That was asked too long ago to agree to it. Ask again with `/backup allow`.');
    case 'unknown':
      return UNKNOWN_OVERRIDE;
  }
}
