import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { BackupType } from '../../../shared/domain/backup.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { PROVIDERS, type ProviderName } from '../../../shared/provider/create-provider.ts';
import { quotePlain } from '../../../shared/report/text.ts';
import type { Config } from '../../config.ts';
import type { RunRequest } from '../../coordinator/run.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError, type ErrorCode } from '../../errors.ts';
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
  const checked = checkOrder(order, config);
  if (!checked.ok) return answerError(context, checked.problem.code, checked.problem);
  const { run, joined } = await accept({
    ...checked.value,
    requester: { via: 'webhook', reason: order.reason },
    deliveries: [delivery],
  });
  log({ event: 'accepted', entrance: 'webhook', service: run.service, run: run.id });
  return context.json(runToJson(run, joined), 202);
}

interface Obstacle {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The service and the type that are asked for, or what stands against it. */
function checkOrder(
  order: WebhookOrder,
  config: Config,
): Result<Pick<RunRequest, 'service' | 'type'>, Obstacle> {
  const name = quotePlain(order.service);
  const service = config.services.get(order.service);
  if (!service) return err({ code: 'not-found', message: `There is no service ${name}.` });
  const type = order.type ?? service.type;
  const limit = findLimit(service.provider, { name, type });
  if (limit !== null) return err({ code: 'unsupported', message: limit });
  if (config.webhook.services.includes(order.service)) return ok({ service: service.name, type });
  const message = `Webhooks may not ask for ${name}; webhook.services in the configuration does not list it.`;
  return err({ code: 'forbidden', message });
}

/** What the provider's API cannot do of what is asked; `null` where it can do it. */
function findLimit(
  provider: ProviderName,
  { name, type }: { name: string; type: BackupType },
): string | null {
  const { title, capabilities, onlyType } = PROVIDERS[provider];
  if (!capabilities.requestBackup) {
    return `The API of ${title} cannot start a backup, so ${name} can only be looked at.`;
  }
  if (onlyType === null || type === onlyType) return null;
  return `Every backup of ${name} is a ${onlyType}; ${title} has no other type.`;
}
