import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { PROVIDERS } from '../../../shared/provider/create-provider.ts';
import { quotePlain } from '../../../shared/report/text.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { runToJson } from '../../run-json.ts';
import { decodeBody } from '../body.ts';
import { answerTooMany, answerUnauthorized, openDoor } from '../door.ts';
import { parseWebhookOrder, type WebhookOrder } from './parse.ts';
import { verifyWebhook } from './verify.ts';

/** `POST /webhook`: any program that signs by the Standard Webhooks scheme. */
export function openWebhook(app: Hono, deps: EntranceDependencies): void {
  openDoor(app, {
    name: 'webhook',
    path: '/webhook',
    contentType: 'application/json',
    secrets: deps.config.secrets.webhook,
    answer: (context, body) => answerWebhook(context, body, deps),
  });
}

async function answerWebhook(
  context: Context,
  bytes: Uint8Array<ArrayBuffer>,
  deps: EntranceDependencies,
): Promise<Response> {
  const body = decodeBody(bytes);
  const id = context.req.header('webhook-id') ?? '';
  const timestamp = context.req.header('webhook-timestamp') ?? '';
  const signature = context.req.header('webhook-signature') ?? '';
  const options = { secrets: deps.config.secrets.webhook, now: deps.now() };
  const verified = await verifyWebhook({ id, timestamp, signature, body }, options);
  if (!verified.ok) {
    const { problem: reason } = verified;
    return answerUnauthorized(context, { name: 'webhook', reason, log: deps.log });
  }
  if (!(await deps.mayCall('webhook'))) return answerTooMany(context);
  const order = parseWebhookOrder(body ?? '');
  if (!order.ok) return answerError(context, 'unreadable', { message: order.problem });
  return answerOrder(context, { order: order.value, delivery: `webhook:${id}` }, deps);
}

async function answerOrder(
  context: Context,
  { order, delivery }: { order: WebhookOrder; delivery: string },
  { config, accept, log }: EntranceDependencies,
): Promise<Response> {
  const name = quotePlain(order.service);
  const service = config.services.get(order.service);
  if (!service) {
    return answerError(context, 'not-found', { message: `There is no service ${name}.` });
  }
  const { title, capabilities } = PROVIDERS[service.provider];
  if (!capabilities.requestBackup) {
    const message = `The API of ${title} cannot start a backup, so ${name} can only be looked at.`;
    return answerError(context, 'unsupported', { message });
  }
  if (!config.webhook.services.includes(order.service)) {
    const message = `Webhooks may not ask for ${name}; webhook.services in the configuration does not list it.`;
    return answerError(context, 'forbidden', { message });
  }
  const { run, joined } = await accept({
    service: service.name,
    type: order.type ?? service.type,
    requester: { via: 'webhook', reason: order.reason },
    deliveries: [delivery],
  });
  log({ event: 'accepted', entrance: 'webhook', service: service.name, run: run.id });
  return context.json(runToJson(run, joined), 202);
}
