import { formatInstant, type Instant } from '../../../shared/domain/instant.ts';
import { PLAIN, renderMarked } from '../../../shared/report/medium.ts';
import type { Run } from '../../orders/run.ts';
import { runToJson } from '../../orders/run-json.ts';
import { signMessage } from '../../standard-webhooks.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { post, type Posted } from '../post.ts';
import { receptionOf } from '../reception.ts';
import type { WebhookTarget } from './schema.ts';

/** Notifies a receiver by Standard Webhooks. Signed with each value of the secret. */
export async function deliverToWebhook(
  { url, secretName }: WebhookTarget,
  event: NotifyEvent,
  { secretsOf, now }: DeliveryContext,
): Promise<DeliveryResult> {
  const { id, ...content } = renderEvent(event, now);
  const body = JSON.stringify(content);
  const headers = await signAll({ id, body, secrets: secretsOf(secretName), now });
  if (headers === null) {
    const reason = `${secretName} holds no secret to sign with`;
    return { kind: 'passing', reason, retryAfterMs: null };
  }
  return readAnswer(await post(url, { headers, body, maxBytes: 0, now }));
}

/** The body, and the id by which a receiver can drop a repeat. */
function renderEvent(event: NotifyEvent, now: Instant) {
  switch (event.kind) {
    case 'run-ended':
      return {
        id: messageIdOf(event.run),
        type: 'run.ended',
        timestamp: formatInstant(event.run.finishedAt ?? now),
        data: runToJson(event.run),
      };
    case 'verdict-changed':
      return {
        id: `verdict_changed_${event.change.incident}_${event.change.at}`,
        type: 'verdict.changed',
        timestamp: formatInstant(event.change.at),
        data: event.change,
      };
    case 'schedule-changed': {
      const { service, kind: change, before, after, at } = event.change;
      const data = { service, change, before: toText(before), after: toText(after) };
      return {
        id: `schedule_changed_${service}_${at}`,
        type: 'schedule.changed',
        timestamp: formatInstant(at),
        data,
      };
    }
  }
}

function toText(marked: string): string {
  return renderMarked(marked, PLAIN);
}

/**
 * The same at each attempt, so that a receiver can drop a repeat. It goes into a header, and
 * contains no dots: they separate the parts that are signed.
 */
function messageIdOf({ id }: Run): string {
  return `run_ended_${id.replace(/[^A-Za-z0-9_-]/g, '_')}`;
}

interface Unsigned {
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly now: Instant;
}

/** Null if the secret is missing or malformed. */
async function signAll({
  id,
  body,
  secrets,
  now,
}: Unsigned): Promise<Record<string, string> | null> {
  if (secrets.length === 0) return null;
  try {
    const timestamp = String(Math.floor(now / 1000));
    const signatures = secrets.map((secret) => signMessage(secret, { id, timestamp, body }));
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': (await Promise.all(signatures)).join(' '),
    };
  } catch {
    return null;
  }
}

function readAnswer(posted: Posted): DeliveryResult {
  if (posted.kind === 'lost') {
    const reason = `The webhook could not be reached: ${posted.reason}`;
    return { kind: 'passing', reason, retryAfterMs: null };
  }
  const { status, retryAfterMs } = posted;
  const reason = `The webhook answered HTTP ${status}`;
  switch (receptionOf(status)) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'permanent':
      return { kind: 'undeliverable', reason };
    case 'passing':
      return { kind: 'passing', reason, retryAfterMs };
  }
}
