import pLimit from 'p-limit';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { Run } from '../orders/run.ts';
import type { DeliveryContext, DeliveryResult } from './channel.ts';
import type { NotifyEvent } from './event.ts';
import type { Notification, StoredEvent } from './notification.ts';
import { deliver } from './registry.ts';
import type { Target } from './target.ts';

/** A notification that keeps failing in passing ways is tried for about a day. */
const MAX_TRIES = 30;
const FIRST_RETRY = 5 * SECOND;
const MAX_RETRY = 60 * MINUTE;

/** A Worker may hold six connections at once. */
const MAX_AT_ONCE = 5;

/** Where notifications are kept until they are told, and what they are about. */
export interface OutboxLedger {
  enqueue(notification: Notification): void;
  findNotifications(): readonly Notification[];
  removeNotification(id: string): void;
  find(runId: string): Run | null;
  addUndelivered(runId: string, reason: string): void;
}

export interface Outbox extends Omit<DeliveryContext, 'now'> {
  readonly ledger: OutboxLedger;
  readonly now: () => Instant;
}

/** Each of the targets is to be told of the event from now on. */
export function enqueue(
  event: StoredEvent,
  targets: readonly Target[],
  { ledger, now }: { ledger: Pick<OutboxLedger, 'enqueue'>; now: Instant },
): void {
  for (const target of targets) {
    const id = crypto.randomUUID();
    ledger.enqueue({ version: 2, id, event, target, tries: 0, dueAt: now });
  }
}

/**
 * Tells whoever is due, side by side: one that does not answer keeps nobody else waiting. Rejects
 * after all have been tried where what one of them is about cannot be read.
 */
export async function deliverDue(outbox: Outbox): Promise<void> {
  const { ledger, now } = outbox;
  const due = ledger.findNotifications().filter(({ dueAt }) => dueAt <= now());
  const takeTurn = pLimit(MAX_AT_ONCE);
  const work = due.map((each) => takeTurn(() => deliverOne(each, outbox)));
  await Promise.allSettled(work);
  await Promise.all(work);
}

async function deliverOne(notification: Notification, outbox: Outbox): Promise<void> {
  const { ledger, now, ...context } = outbox;
  const event = loadEvent(notification.event, ledger);
  const result = event
    ? await deliver(notification.target, event, { ...context, now: now() })
    : NOT_KEPT;
  const tries = notification.tries + 1;
  if (result.kind === 'passing' && tries < MAX_TRIES) {
    const dueAt = now() + waitAfter(tries, result.retryAfterMs);
    return ledger.enqueue({ ...notification, tries, dueAt });
  }
  recordFailure(result, notification, ledger);
  ledger.removeNotification(notification.id);
}

/** Left in the outbox it would be due for ever, and the alarm would ring without end. */
const NOT_KEPT: DeliveryResult = {
  kind: 'undeliverable',
  reason: 'What it is about is not kept any more',
};

/** `null` where what it is about is not kept any more. */
function loadEvent(event: StoredEvent, ledger: OutboxLedger): NotifyEvent | null {
  switch (event.kind) {
    case 'run-ended': {
      const run = ledger.find(event.runId);
      return run && { kind: 'run-ended', run };
    }
  }
}

/** What the other side asks for can only lengthen it: `Retry-After: 0` would use up all tries. */
function waitAfter(tries: number, askedMs: number | null): number {
  return Math.max(askedMs ?? 0, Math.min(FIRST_RETRY * 2 ** (tries - 1), MAX_RETRY));
}

function recordFailure(
  result: DeliveryResult,
  { event }: Notification,
  ledger: OutboxLedger,
): void {
  if (result.kind === 'delivered') return;
  const { reason } = result;
  ledger.addUndelivered(event.runId, reason);
  console.warn({ event: 'undeliverable', run: event.runId, reason });
}
