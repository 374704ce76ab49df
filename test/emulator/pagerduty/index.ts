import { createClock } from '../clock.ts';
import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import { readJsonPost } from '../server/json-post.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest, Refusal } from '../server/refusal.ts';
import type { Problem } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { readEvent } from './event.ts';
import type { PagerDutyEvent } from './event.ts';

/** An alert as the people on call see it. */
export interface Alert {
  readonly key: string;
  readonly isOpen: boolean;
  /** What its latest trigger said. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** How many triggers it has had. */
  readonly triggers: number;
}

/** The Events API v2 of PagerDuty, on loopback. */
export interface PagerDutyEmulator extends Emulator {
  readonly routingKey: string;
  /** In the order in which they were opened. One that is resolved is not opened again. */
  readonly alerts: readonly Alert[];
}

const defaultKey = '0123456789abcdef0123456789ABCDEF';
const maxBytes = 512 * 1024;

/** `apiKey` is the routing key of its one integration. */
export async function startPagerDuty(options: StartOptions = {}): Promise<PagerDutyEmulator> {
  const clock = options.clock ?? createClock();
  const routingKey = options.apiKey ?? defaultKey;
  const alerts: Alert[] = [];
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => enqueue(request, routingKey, alerts),
    errorBody,
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, { routingKey, alerts });
}

function enqueue(request: ReceivedRequest, routingKey: string, alerts: Alert[]): Answer {
  if (request.record.path !== '/v2/enqueue') throw new Refusal(404, 'there is nothing here');
  const event = readEvent((check) => readJsonPost(request, { check, maxBytes }));
  if (event.routingKey !== routingKey) throw badRequest("'routing_key' is not known");
  apply(event, alerts);
  const accepted = { status: 'success', message: 'Event processed', dedup_key: event.key };
  return jsonAnswer(accepted, { status: 202 });
}

/** A resolve of what is not open is dropped, and a trigger of what was resolved opens another one. */
function apply({ key, payload }: PagerDutyEvent, alerts: Alert[]): void {
  const index = alerts.findIndex((alert) => alert.key === key && alert.isOpen);
  const open = alerts[index];
  if (payload === null) {
    if (open) alerts[index] = { ...open, isOpen: false };
  } else if (open) {
    alerts[index] = { ...open, payload, triggers: open.triggers + 1 };
  } else {
    alerts.push({ key, isOpen: true, payload, triggers: 1 });
  }
}

function errorBody({ status, message }: Problem): unknown {
  if (status === 400) {
    return { status: 'invalid event', message: 'Event object is invalid', errors: [message] };
  }
  return { status: 'error', message: message ?? 'asked for by a fault' };
}
