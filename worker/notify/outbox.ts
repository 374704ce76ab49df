import pLimit from 'p-limit';
import { formatInstant, type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { Run } from '../orders/run.ts';
import type { DeliveryContext, DeliveryResult } from './channel.ts';
import type { NotifyEvent } from './event.ts';
import type { Notification, StoredEvent } from './notification.ts';
import { deliver, keepsAlerts } from './registry.ts';
import type { Target } from './target.ts';

/** A notification with passing failures is tried for about a day. */
const MAX_TRIES = 30;
const FIRST_RETRY = 5 * SECOND;
const MAX_RETRY = 60 * MINUTE;

/** A Worker may have six open connections. */
const MAX_AT_ONCE = 5;

/** An alarm may make 50 subrequests, and a notification in Slack may need several. */
const MAX_AN_ALARM = 10;

/** Stores notifications until they are delivered, and the runs they are about. */
export interface OutboxLedger {
  enqueue(notification: Notification): void;
  findNotifications(): { readonly notifications: readonly Notification[] };
  removeNotification(id: string): void;
  find(runId: string): Run | null;
  addUndelivered(runId: string, reason: string): void;
}

export interface Outbox extends Omit<DeliveryContext, 'now'> {
  readonly ledger: OutboxLedger;
  readonly now: () => Instant;
}

/** Stores a notification of the event for each target. */
export function enqueue(
  event: StoredEvent,
  targets: readonly Target[],
  { ledger, now }: { ledger: Pick<OutboxLedger, 'enqueue'>; now: Instant },
): void {
  for (const target of targets) {
    const id = crypto.randomUUID();
    ledger.enqueue({ version: 2, id, event, target, tries: 0, since: now, dueAt: now });
  }
}

/**
 * Delivers what is due, side by side: a target that does not answer holds up nobody else. What does
 * not fit is due at the next alarm, at once. After all were tried, rejects if the event of one could
 * not be read.
 */
export async function deliverDue(outbox: Outbox): Promise<void> {
  const { ledger, now } = outbox;
  const due = holdBack(ledger.findNotifications().notifications, ledger)
    .filter(({ dueAt }) => dueAt <= now())
    .slice(0, MAX_AN_ALARM);
  const takeTurn = pLimit(MAX_AT_ONCE);
  const work = due.map((each) => takeTurn(() => deliverOne(each, outbox)));
  await Promise.allSettled(work);
  await Promise.all(work);
}

/**
 * The first of each queue: what is told late must not open an alert that was closed already. Those
 * behind become due when the first one does.
 */
function holdBack(
  notifications: readonly Notification[],
  ledger: Pick<OutboxLedger, 'enqueue'>,
): readonly Notification[] {
  const queues = Map.groupBy(notifications, queueOf);
  return [...queues.values()].flatMap((queue) => {
    const [first, ...behind] = queue.toSorted((one, other) => happenedAt(one) - happenedAt(other));
    if (first === undefined) return [];
    for (const each of behind) {
      if (each.dueAt < first.dueAt) ledger.enqueue({ ...each, dueAt: first.dueAt });
    }
    return [first];
  });
}

/** The ends of runs wait for each other only where a success closes what a failure opened. */
function queueOf({ id, event, target }: Notification): string {
  if (event.kind === 'verdict-changed') return `${event.change.incident} ${target.place}`;
  return keepsAlerts(target) ? `runs ${target.place}` : id;
}

function happenedAt({ event, since }: Notification): Instant {
  return event.kind === 'verdict-changed' ? event.change.at : since;
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
    // Told at the first failure too: somebody may cure it within the day.
    if (tries === 1) logUndeliverable(notification, result.reason, { again: formatInstant(dueAt) });
    return ledger.enqueue({ ...notification, tries, dueAt });
  }
  recordFailure(result, notification, ledger);
  ledger.removeNotification(notification.id);
}

/** In the outbox it would be due for ever, and the alarm would ring without end. */
const NOT_KEPT: DeliveryResult = {
  kind: 'undeliverable',
  reason: 'What it is about is not kept any more',
};

/** `null` if the run is no longer stored. */
function loadEvent(event: StoredEvent, ledger: OutboxLedger): NotifyEvent | null {
  switch (event.kind) {
    case 'run-ended': {
      const run = ledger.find(event.runId);
      return run && { kind: 'run-ended', run };
    }
    case 'verdict-changed':
    case 'schedule-changed':
    case 'override':
      return event;
  }
}

/** `Retry-After` can only lengthen the wait: 0 would use up all tries at once. */
function waitAfter(tries: number, askedMs: number | null): number {
  return Math.max(askedMs ?? 0, Math.min(FIRST_RETRY * 2 ** (tries - 1), MAX_RETRY));
}

function recordFailure(
  result: DeliveryResult,
  notification: Notification,
  ledger: OutboxLedger,
): void {
  if (result.kind === 'delivered') return;
  const { reason } = result;
  const { event } = notification;
  if (event.kind === 'run-ended') ledger.addUndelivered(event.runId, reason);
  logUndeliverable(notification, reason);
}

/** `again`: when it is tried next. Without it that was the last try. */
function logUndeliverable(
  { event }: Notification,
  reason: string,
  next: { again?: string } = {},
): void {
  console.warn({ event: 'undeliverable', ...subjectOf(event), reason, ...next });
}

function subjectOf(event: StoredEvent): Readonly<Record<string, string>> {
  switch (event.kind) {
    case 'run-ended':
      return { run: event.runId };
    case 'verdict-changed':
      return { incident: event.change.incident };
    case 'schedule-changed':
      return { service: event.change.service };
    case 'override':
      return { override: event.override.id };
  }
}
