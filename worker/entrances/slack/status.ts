import { SECOND } from '../../../shared/domain/instant.ts';
import { meaningOfStatus } from '../../../shared/http/status.ts';
import type { SlackMessage } from '../../slack/message.ts';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { post } from '../../notify/post.ts';
import { isResponseUrl } from '../../slack/response-url.ts';
import { LOOKING, NOT_YET } from './messages.ts';
import { type StatusResult, writeStatus } from './status-message.ts';

/** Slack waits 3 seconds for the answer. */
const ANSWER_WITHIN = 2 * SECOND;

/** The platform ends work after the answer within 30 seconds. */
const JUDGE_WITHIN = 18 * SECOND;

type Deps = Pick<EntranceDependencies, 'config' | 'judge' | 'defer' | 'log' | 'now'>;

/**
 * Judges the services. Answers with the verdicts if they come quickly, else says that they follow.
 */
export async function answerStatus(
  services: readonly ServiceConfig[],
  responseUrl: string,
  deps: Deps,
): Promise<SlackMessage> {
  const sights = Promise.all(services.map((service) => judgeOne(service, deps)));
  const quick = await within(ANSWER_WITHIN, sights);
  if (quick) return writeStatus(quick);
  if (!isResponseUrl(responseUrl, deps.config.slack.apiUrl)) {
    deps.log({ event: 'status-undeliverable', reason: 'the response URL is not one of Slack' });
    return NOT_YET;
  }
  deps.defer(sights.then((late) => sendLater(writeStatus(late), responseUrl, deps)));
  return LOOKING;
}

/** One service that cannot be judged must not hide the others. */
async function judgeOne(service: ServiceConfig, { judge, log }: Deps): Promise<StatusResult> {
  const { name } = service;
  const result = judge(service).catch((error: unknown) => {
    const reason = error instanceof Error ? error.name : 'unknown';
    log({ event: 'status-failed', service: name, reason });
    return null;
  });
  return { name, result: await within(JUDGE_WITHIN, result) };
}

async function sendLater(
  { text, blocks }: SlackMessage,
  responseUrl: string,
  { log, now }: Deps,
): Promise<void> {
  const body = JSON.stringify({ response_type: 'ephemeral', text, blocks });
  const posted = await post(responseUrl, { body, maxBytes: 0, now: now() });
  if (posted.kind === 'answered' && meaningOfStatus(posted.status) === 'success') return;
  const reason = posted.kind === 'lost' ? posted.reason : `HTTP ${posted.status}`;
  log({ event: 'status-undeliverable', reason });
}

/** `null` if it takes longer; the work itself goes on. */
async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | null> {
  const { promise: tooLong, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
