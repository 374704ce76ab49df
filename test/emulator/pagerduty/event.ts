import type { JsonObject } from '../server/json-post.ts';
import { badRequest } from '../server/refusal.ts';
import { listUpTo, objectOf, oneOf, text, textUpTo, timestamp } from '../server/shape.ts';
import type { ValueCheck } from '../server/shape.ts';

/** An event that the documentation allows. */
export interface PagerDutyEvent {
  readonly routingKey: string;
  readonly key: string;
  /** What a trigger says; `null` of a resolve. */
  readonly payload: JsonObject | null;
}

const payload = objectOf({
  fields: {
    summary: textUpTo(1024),
    source: textUpTo(1024),
    severity: oneOf('critical', 'error', 'warning', 'info'),
    timestamp,
    component: text,
    group: text,
    class: text,
    custom_details: anyObject,
  },
  needed: ['summary', 'source', 'severity'],
});

const link = objectOf({ fields: { href: textUpTo(2048), text }, needed: ['href'] });

const event = objectOf({
  fields: {
    routing_key: text,
    event_action: oneOf('trigger', 'resolve', 'acknowledge'),
    dedup_key: textUpTo(255),
    payload,
    client: text,
    client_url: text,
    links: listUpTo(100, link, 0),
  },
  needed: ['routing_key', 'event_action'],
});

export function readEvent(read: (check: ValueCheck) => JsonObject): PagerDutyEvent {
  const body = read(event);
  const { routing_key: routingKey, event_action: action, dedup_key: key } = body;
  if (typeof routingKey !== 'string' || routingKey.length !== 32) {
    throw badRequest("Length of 'routing_key' is incorrect (should be 32 characters)");
  }
  // PagerDuty would make up a key, and whoever triggered could not resolve.
  if (typeof key !== 'string') throw badRequest("'dedup_key' is missing or blank");
  const told = body['payload'];
  if (action === 'trigger' && !isObject(told)) throw badRequest("'payload' is missing or blank");
  return { routingKey, key, payload: action === 'trigger' && isObject(told) ? told : null };
}

function anyObject(value: unknown, at: string): void {
  if (!isObject(value)) throw badRequest(`${at}: must be an object`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
