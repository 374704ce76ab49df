import { Webhook } from 'standardwebhooks';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';

const toleranceMs = 5 * 60_000;

/** One signed message, its signature found right. */
export interface Verified {
  readonly id: string;
  /** When it was sent, as it says itself: epoch milliseconds, UTC. */
  readonly sentAt: number;
  readonly body: unknown;
}

/**
 * The library signs what arrived, and one of the signatures sent must be that. Its own `verify`
 * reads the machine's clock; here the emulator's counts, which a test moves.
 */
export function verify(request: ReceivedRequest, secret: string, now: number): Verified {
  const { headers } = request.record;
  const id = headers['webhook-id'] ?? '';
  const seconds = headers['webhook-timestamp'] ?? '';
  const given = (headers['webhook-signature'] ?? '').split(' ');
  if (!/^[^.]+$/.test(id) || !/^\d+$/.test(seconds)) throw new Refusal(401, 'headers are missing');
  const sentAt = Number(seconds) * 1000;
  if (Math.abs(now - sentAt) > toleranceMs) throw new Refusal(401, 'the message is not of now');
  const right = new Webhook(secret).sign(id, new Date(sentAt), request.bodyText);
  if (!given.includes(right)) throw new Refusal(401, 'no matching signature');
  return { id, sentAt, body: parse(request.bodyText) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
