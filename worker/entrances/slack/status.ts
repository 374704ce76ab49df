import pLimit from 'p-limit';
import { SECOND } from '../../../shared/domain/instant.ts';
import type { SlackMessage } from '../../slack/message.ts';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { AT_ONCE, MAX_SUBREQUESTS } from '../../platform-limits.ts';
import { within } from '../../within.ts';
import { describeSnooze, LOOKING, NOT_YET } from './messages.ts';
import { canSendLater, sendLater } from './send-later.ts';
import { type Snoozes, type StatusResult, writeStatus } from './status-message.ts';

/** Slack waits 3 seconds for the answer. */
const ANSWER_WITHIN = 2 * SECOND;

/** The platform ends work after the answer within 30 seconds. */
const JUDGE_WITHIN = 18 * SECOND;

/** The rest is for the rate limiter, the board, the answer, and what the platform counts besides. */
const MAX_ASKED = MAX_SUBREQUESTS - 10;

type Deps = Pick<EntranceDependencies, 'config' | 'judge' | 'readBoard' | 'defer' | 'log' | 'now'>;

/**
 * Has the services judged, each in its coordinator. Answers with the verdicts if they come quickly,
 * else says that they follow.
 */
export async function answerStatus(
  services: readonly ServiceConfig[],
  responseUrl: string,
  deps: Deps,
): Promise<SlackMessage> {
  const message = describeStatus(services, deps);
  const quick = await within(ANSWER_WITHIN, message);
  if (quick) return quick;
  if (!canSendLater(responseUrl, deps)) return NOT_YET;
  deps.defer(message.then((late) => sendLater(late, responseUrl, deps)));
  return LOOKING;
}

/** The verdicts on the services, and which of them are snoozed. */
export async function describeStatus(
  services: readonly ServiceConfig[],
  deps: Deps,
): Promise<SlackMessage> {
  const [results, snoozes] = await Promise.all([judgeAll(services, deps), readSnoozes(deps)]);
  return writeStatus(results, snoozes);
}

/** Without the board the verdicts are told all the same. */
async function readSnoozes({ config, readBoard, log, now }: Deps): Promise<Snoozes> {
  if (!config.watch) return new Map();
  try {
    const { services: views = [] } = (await within(JUDGE_WITHIN, readBoard())) ?? {};
    const snoozed = views.flatMap(({ name, snooze }) =>
      snooze && snooze.until > now() ? [[name, describeSnooze(snooze, now())] as const] : [],
    );
    return new Map(snoozed);
  } catch (error) {
    log({ event: 'board-failed', reason: error instanceof Error ? error.name : 'unknown' });
    return new Map();
  }
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
