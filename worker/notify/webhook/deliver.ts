import { formatInstant, type Instant } from '../../../shared/domain/instant.ts';
import { runToJson } from '../../orders/run-json.ts';
import { signMessage } from '../../standard-webhooks.ts';
import type { DeliveryContext, DeliveryResult } from '../channel.ts';
import type { NotifyEvent } from '../event.ts';
import { post } from '../post.ts';
import { readAnswer } from '../send-json.ts';
import { changeToJson, scheduleToJson } from './change-json.ts';
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
  return readAnswer(await post(url, { headers, body, maxBytes: 0, now }), { name: 'The webhook' });
}

/** The body, and the id by which a receiver can drop a repeat. */
function renderEvent(event: NotifyEvent, now: Instant) {
  switch (event.kind) {
    case 'run-ended':
      return {
        id: toMessageId(`run_ended_${event.run.id}`),
        type: 'run.ended',
        timestamp: formatInstant(event.run.finishedAt ?? now),
        data: runToJson(event.run),
      };
    case 'verdict-changed': {
      const { incident, at } = event.change;
      return {
        id: toMessageId(`verdict_changed_${incident}_${at}`),
        type: 'verdict.changed',
        timestamp: formatInstant(at),
        data: changeToJson(event.change),
      };
    }
    case 'schedule-changed': {
      const { service, at } = event.change;
      return {
        id: toMessageId(`schedule_changed_${service}_${at}`),
        type: 'schedule.changed',
        timestamp: formatInstant(at),
        data: scheduleToJson(event.change),
      };
    }
    case 'override': {
      const { id, at, ...data } = event.override;
      return {
        id: toMessageId(`override_${id}`),
        type: 'override',
        timestamp: formatInstant(at),
        data,
      };
    }
  }
}

/**
 * The same at each attempt, so that a receiver can drop a repeat. It goes into a header, and
 * contains no dots: they separate the parts that are signed.
 */
function toMessageId(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '_');
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
