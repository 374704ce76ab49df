import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { quotePlain } from '../../../shared/report/text.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError, type ErrorCode } from '../../errors.ts';
import type { Config } from '../../config/index.ts';
import { canBeRequested, type Obstacle, placeOrder } from '../../orders/place-order.ts';
import { runToJson } from '../../orders/run-json.ts';
import { decodeBody } from '../body.ts';
import { addSignedRoute, answerUnauthorized } from '../signed-route.ts';
import { parseWebhookOrder, type WebhookOrder } from './parse.ts';
import { webhookRequester } from './requester.ts';
import { verifyWebhook } from './verify.ts';

/** `POST /webhook`: any program that signs by the Standard Webhooks scheme. */
export function registerWebhook(app: Hono, deps: EntranceDependencies): void {
  addSignedRoute(app, {
    path: '/webhook',
    contentType: 'application/json',
    isOpen: deps.config.secrets.webhook.length > 0,
    answer: (context, body) => answerWebhook(context, body, deps),
  });
}

async function answerWebhook(
  context: Context,
  bytes: Uint8Array<ArrayBuffer>,
  deps: EntranceDependencies,
): Promise<Response> {
  const id = context.req.header('webhook-id') ?? '';
  const timestamp = context.req.header('webhook-timestamp') ?? '';
  const signature = context.req.header('webhook-signature') ?? '';
  const options = { secrets: deps.config.secrets.webhook, now: deps.now() };
  const verified = await verifyWebhook({ id, timestamp, signature, body: bytes }, options);
  if (!verified.ok) {
    const { problem: reason } = verified;
    return answerUnauthorized(context, { name: 'webhook', reason, deps });
  }
  const order = parseWebhookOrder(decodeBody(bytes) ?? '');
  if (!order.ok) return answerError(context, 'unreadable', { message: order.problem });
  return answerOrder(context, { order: order.value, delivery: `webhook:${id}` }, deps);
}

async function answerOrder(
  context: Context,
  { order, delivery }: { order: WebhookOrder; delivery: string },
  { config, accept, log }: EntranceDependencies,
): Promise<Response> {
  const { service, type, reason } = order;
  const placed = await placeOrder(
    { service, type, requester: webhookRequester(reason), deliveries: [delivery] },
    {
      services: config.services,
      mayUse: (name) => mayUse(name, config),
      accept,
      log,
    },
  );
  if (placed.ok) return context.json(runToJson(placed.value.run, placed.value.joined), 202);
  const { code, message } = explainObstacle(placed.problem, quotePlain(service));
  return answerError(context, code, { message });
}

/**
 * A service whose provider starts no backups may be named, so that the refusal gives that reason.
 */
function mayUse(name: string, { services, webhook }: Config): boolean {
  const service = services.get(name);
  return webhook.services.includes(name) || (service !== undefined && !canBeRequested(service));
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

function explainObstacle(obstacle: Obstacle, name: string): Refusal {
  switch (obstacle.kind) {
    case 'unknown-service':
      return { code: 'not-found', message: `There is no service ${name}.` };
    case 'not-allowed': {
      const message = `Webhooks may not request ${name}: webhook.services in the configuration does not list it.`;
      return { code: 'forbidden', message };
    }
    case 'cannot-request': {
      const message = `${obstacle.provider}'s API cannot start backups, so none can be requested for ${name}.`;
      return { code: 'unsupported', message };
    }
    case 'other-type': {
      const message = `Every backup of ${name} is a ${obstacle.only}; ${obstacle.provider} has no other type.`;
      return { code: 'unsupported', message };
    }
    case 'delivery-used': {
      const message = `This webhook-id was already used for a ${obstacle.run.type} backup of ${name}. Send a new id to request another type.`;
      return { code: 'id-used', message };
    }
  }
}
