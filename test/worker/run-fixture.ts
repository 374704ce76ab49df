import { onTestFinished } from 'vitest';
import { MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { githubRequester } from '../../worker/entrances/github/requester.ts';
import { slackRequester } from '../../worker/entrances/slack/requester.ts';
import { webhookRequester } from '../../worker/entrances/webhook/requester.ts';
import type { DeliveryContext, DeliveryResult } from '../../worker/notify/channel.ts';
import { deliver } from '../../worker/notify/registry.ts';
import type {
  IncidentMessage,
  IncidentMessages,
} from '../../worker/notify/slack/incident-message.ts';
import { slackTarget } from '../../worker/notify/slack/schema.ts';
import type { Target } from '../../worker/notify/target.ts';
import type { Requester } from '../../worker/orders/requester.ts';
import type { Run } from '../../worker/orders/run.ts';
import type { VerdictChange } from '../../worker/watch/verdict-change.ts';
import { type SlackEmulator, startSlack } from '../emulator/slack/index.ts';
import { backup, NOW } from '../shared/domain/evidence-fixture.ts';

export { NOW } from '../shared/domain/evidence-fixture.ts';

export const CHANNEL = 'C1';
export const TOKEN = 'xoxb-test-token';

export const ANNA = {
  team: 'T1',
  channel: CHANNEL,
  user: 'U1',
  responseUrl: 'https://hooks.slack.com/commands/T1/1/secret-of-anna',
  urlDiesAt: NOW + 26 * MINUTE,
};

/** Anna, or somebody like her. */
export function bySlack(over: Partial<typeof ANNA> = {}): Requester {
  const { urlDiesAt, ...caller } = { ...ANNA, ...over };
  return slackRequester(caller, urlDiesAt);
}

export const BY_ANNA = bySlack();
export const BY_A_PUSH = githubRequester({ event: 'push', repository: 'acme/shop' });
export const BY_A_PROGRAM = webhookRequester(null);

/** A run that Anna asked for and that succeeded this minute. */
export function run(over: Partial<Run> = {}): Run {
  const startedAt = NOW - 4 * MINUTE;
  return {
    id: 'prod.00ff',
    service: 'prod',
    type: 'full',
    state: 'succeeded',
    requestedBy: [BY_ANNA],
    acceptedAt: startedAt - 5 * SECOND,
    startedAt,
    finishedAt: NOW,
    backup: backup({ id: 'b7', startedAt, endedAt: NOW - 30 * SECOND, recoveryPoint: startedAt }),
    message: null,
    undelivered: [],
    ...over,
  };
}

export interface Access {
  readonly apiUrl?: string;
  readonly botToken?: string | null;
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
  readonly now?: number;
  readonly holdings?: string | null;
  readonly incidentMessages?: IncidentMessages;
}

export function contextWith(access: Access = {}): DeliveryContext {
  const { apiUrl = 'https://slack.com/api', botToken = TOKEN, secrets = {}, now = NOW } = access;
  const { holdings = null, incidentMessages = rememberMessages() } = access;
  return {
    slack: { apiUrl, botToken, incidentMessages },
    secretsOf: (name) => secrets[name] ?? [],
    holdingsOf: async () => holdings,
    now,
  };
}

/** What the coordinator keeps in SQLite. */
export function rememberMessages(): IncidentMessages {
  const known = new Map<string, IncidentMessage>();
  return {
    find: (incident, place) => known.get(`${incident} ${place}`) ?? null,
    save: (incident, place, message) => void known.set(`${incident} ${place}`, message),
  };
}

/** Tells a target how a run ended. */
export function tell(target: Target, ended: Run, access: Access = {}): Promise<DeliveryResult> {
  return deliver(target, { kind: 'run-ended', run: ended }, contextWith(access));
}

/** Tells a target of a change of a verdict. */
export function tellChange(
  target: Target,
  change: VerdictChange,
  access: Access = {},
): Promise<DeliveryResult> {
  return deliver(target, { kind: 'verdict-changed', change }, contextWith(access));
}

/** A Slack in which the app is in Anna's channel. */
export async function startAnnasSlack(): Promise<SlackEmulator> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.addChannel({ id: CHANNEL });
  return slack;
}

/** Anna, with a URL that her command has just brought. */
export function annaIn(
  slack: SlackEmulator,
  over: { responseUrl?: string; urlDiesAt?: number } = {},
) {
  const urlDiesAt = slack.clock.now() + 30 * MINUTE;
  const fresh = { responseUrl: slack.newResponseUrl(CHANNEL), urlDiesAt };
  const requester = { user: ANNA.user, ...fresh, ...over };
  return { ...slackTarget(CHANNEL, requester), responseUrl: requester.responseUrl };
}
