import { onTestFinished } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import type { Requester, Run } from '../../../worker/coordinator/run.ts';
import type { TellDeps } from '../../../worker/notify/index.ts';
import type { Target } from '../../../worker/notify/telling.ts';
import { type SlackEmulator, startSlack } from '../../emulator/slack/index.ts';
import { backup, NOW } from '../../shared/domain/evidence-fixture.ts';

export { NOW } from '../../shared/domain/evidence-fixture.ts';

export const CHANNEL = 'C1';
export const TOKEN = 'xoxb-test-token';
export const BY_ANNA = {
  via: 'slack',
  team: 'T1',
  channel: CHANNEL,
  user: 'U1',
  responseUrl: 'https://hooks.slack.com/commands/T1/1/secret-of-anna',
  urlDiesAt: NOW + 26 * MINUTE,
} as const satisfies Requester;

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
  readonly now?: () => number;
}

export function deps(access: Access = {}): TellDeps {
  const { apiUrl = 'https://slack.com/api', botToken = TOKEN, secrets = {}, now } = access;
  return {
    config: {
      slack: { apiUrl, allow: [] },
      secrets: { slackSigning: [], slackBotToken: botToken, github: [], webhook: [] },
    },
    secretsOf: (name) => secrets[name] ?? [],
    now: now ?? (() => NOW),
  };
}

/** A Slack in which the app is in Anna's channel. */
export async function startAnnasSlack(): Promise<SlackEmulator> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.addChannel({ id: CHANNEL });
  return slack;
}

/** Anna, with a URL that her command has just brought. */
export function annaIn(slack: SlackEmulator, over: Partial<SlackRequester> = {}): SlackRequester {
  return {
    kind: 'slack-requester',
    channel: CHANNEL,
    user: BY_ANNA.user,
    responseUrl: slack.newResponseUrl(CHANNEL),
    urlDiesAt: slack.clock.now() + 30 * MINUTE,
    ...over,
  };
}

export type SlackRequester = Extract<Target, { kind: 'slack-requester' }>;
