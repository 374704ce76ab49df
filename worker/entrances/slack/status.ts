import pLimit from 'p-limit';
import { SECOND } from '../../../shared/domain/instant.ts';
import { meaningOfStatus } from '../../../shared/http/status.ts';
import type { SlackMessage } from '../../slack/message.ts';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { post } from '../../notify/post.ts';
import { isResponseUrl } from '../../slack/response-url.ts';
import { AT_ONCE, MAX_SUBREQUESTS } from '../../platform-limits.ts';
import { within } from '../../within.ts';
import { LOOKING, NOT_YET } from './messages.ts';
import { type StatusResult, writeStatus } from './status-message.ts';

/** Slack waits 3 seconds for the answer. */
const ANSWER_WITHIN = 2 * SECOND;

/** The platform ends work after the answer within 30 seconds. */
const JUDGE_WITHIN = 18 * SECOND;
const SEND_WITHIN = 10 * SECOND;

/** The rest is for the rate limiter, the answer, and whatever the platform counts besides. */
const MAX_ASKED = MAX_SUBREQUESTS - 10;

type Deps = Pick<EntranceDependencies, 'config' | 'judge' | 'defer' | 'log' | 'now'>;

/**
 * Has the services judged, each in its coordinator. Answers with the verdicts if they come quickly,
 * else says that they follow.
 */
export async function answerStatus(
  services: readonly ServiceConfig[],
  responseUrl: string,
  deps: Deps,
): Promise<SlackMessage> {
  const results = judgeAll(services, deps);
  const quick = await within(ANSWER_WITHIN, results);
  if (quick) return writeStatus(quick);
  if (!isResponseUrl(responseUrl, deps.config.slack.apiUrl)) {
    deps.log({ event: 'status-undeliverable', reason: 'the response URL is not one of Slack' });
    return NOT_YET;
  }
  deps.defer(results.then((late) => sendLater(writeStatus(late), responseUrl, deps)));
  return LOOKING;
}

/** Those that do not fit, or whose turn does not come in time, are not asked, and so not judged. */
async function judgeAll(
  services: readonly ServiceConfig[],
  deps: Deps,
): Promise<readonly StatusResult[]> {
  const results = services.map(({ name }): StatusResult => ({ name, kind: 'not-asked' }));
  const takeTurn = pLimit(AT_ONCE);
  let isOver = false;
  const work = services.slice(0, MAX_ASKED).map((service, index) =>
    takeTurn(async () => {
      if (isOver) return;
      // Until the verdict is there.
      results[index] = { name: service.name, kind: 'failed' };
      results[index] = await judgeOne(service, deps);
    }),
  );
  await within(JUDGE_WITHIN, Promise.all(work));
  isOver = true;
  return [...results];
}

/** One service that cannot be judged must not hide the others. */
async function judgeOne(service: ServiceConfig, { judge, log }: Deps): Promise<StatusResult> {
  const { name } = service;
  try {
    return { name, kind: 'judged', result: await judge(service) };
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log({ event: 'status-failed', service: name, reason });
    return { name, kind: 'failed' };
  }
}

async function sendLater(
  { text, blocks }: SlackMessage,
  responseUrl: string,
  { log, now }: Deps,
): Promise<void> {
  const body = JSON.stringify({ response_type: 'ephemeral', text, blocks });
  const options = { body, maxBytes: 0, now: now(), timeoutMs: SEND_WITHIN };
  const posted = await post(responseUrl, options);
  if (posted.kind === 'answered' && meaningOfStatus(posted.status) === 'success') return;
  const reason = posted.kind === 'lost' ? posted.reason : `HTTP ${posted.status}`;
  log({ event: 'status-undeliverable', reason });
}
