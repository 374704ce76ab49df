import { SECOND, type Instant } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import { isObject } from '../config/fields.ts';
import type { DeliveryResult } from './channel.ts';
import { MAX_RETRY_AFTER_MS, post, type Posted } from './post.ts';
import { receptionOf } from './reception.ts';

/** How a receiver answers. */
export interface Receiver {
  /** As a reason names it: `The webhook`. */
  readonly name: string;
  /** Statuses that nobody can cure. Default: 410. */
  readonly permanent?: readonly number[];
  /** What a person can do about a status. */
  readonly remedies?: Readonly<Record<number, string>>;
  /** Whether an answer of success is the receiver's own. Default: it is not read. */
  readonly isOwn?: (answer: Readonly<Record<string, unknown>>) => boolean;
}

/** The answers that are read hold at most the message itself. */
const MAX_BYTES = 64 * 1024;

export interface Sending {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly now: Instant;
}

/** Posts JSON once, and says whether it arrived. */
export async function sendJson(
  { url, headers = {}, body, now }: Sending,
  receiver: Receiver,
): Promise<DeliveryResult> {
  const options = { headers, body: JSON.stringify(body), maxBytes: MAX_BYTES, now };
  return readAnswer(await post(url, options), receiver);
}

export function readAnswer(posted: Posted, receiver: Receiver): DeliveryResult {
  const { name, permanent = [], remedies = {}, isOwn } = receiver;
  if (posted.kind === 'lost') {
    return passing(`${name} could not be reached: ${posted.reason}`);
  }
  const { status } = posted;
  const answer = parseJson(posted.text);
  const remedy = remedies[status];
  const reason = `${name} answered HTTP ${status}${remedy === undefined ? '' : ` (${remedy})`}`;
  const reception = receptionOf(status);
  if (reception === 'delivered') {
    const isRead = !isOwn || (isObject(answer) && isOwn(answer));
    return isRead ? { kind: 'delivered' } : passing(`${reason}, which is not its own answer`);
  }
  if (reception === 'permanent' || permanent.includes(status)) {
    return { kind: 'undeliverable', reason };
  }
  return { kind: 'passing', reason, retryAfterMs: readPause(posted.retryAfterMs, answer) };
}

/** Discord names the pause in the body too, to the millisecond. */
function readPause(headerMs: number | null, answer: unknown): number | null {
  const seconds = isObject(answer) ? answer['retry_after'] : null;
  if (typeof seconds !== 'number' || !(seconds >= 0)) return headerMs;
  return Math.min(Math.max(headerMs ?? 0, seconds * SECOND), MAX_RETRY_AFTER_MS);
}

function passing(reason: string): DeliveryResult {
  return { kind: 'passing', reason, retryAfterMs: null };
}
