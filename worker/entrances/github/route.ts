import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { GithubTrigger } from './config.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { type Placed, placeOrder } from '../../orders/place-order.ts';
import { runToJson } from '../../orders/run-json.ts';
import { toHex } from '../../hex.ts';
import { decodeBody } from '../body.ts';
import { addSignedRoute, answerUnauthorized } from '../signed-route.ts';
import { matchTriggers } from './match.ts';
import { type GithubEvent, parseGithubEvent } from './parse.ts';
import { answerProtection } from './protection-route.ts';
import { githubRequester } from './requester.ts';
import { verifyGithub } from './verify.ts';

/** `POST /github/webhook`: deliveries of a GitHub webhook. */
export function registerGithub(app: Hono, deps: EntranceDependencies): void {
  addSignedRoute(app, {
    path: '/github/webhook',
    contentType: 'application/json',
    // A release with many assets, or a deployment with its pull requests.
    maxKib: 1024,
    isOpen: deps.config.secrets.github.length > 0,
    answer: (context, body) => answerGithub(context, body, deps),
  });
}

const DELIVERY_ID = /^[A-Za-z0-9-]{1,100}$/;

async function answerGithub(
  context: Context,
  body: Uint8Array<ArrayBuffer>,
  deps: EntranceDependencies,
): Promise<Response> {
  const signature = context.req.header('x-hub-signature-256') ?? '';
  const verified = await verifyGithub({ signature, body }, deps.config.secrets.github);
  const refuse = (reason: string) => answerUnauthorized(context, { name: 'github', reason, deps });
  if (!verified.ok) return refuse(verified.problem);
  const event = context.req.header('x-github-event') ?? '';
  const id = context.req.header('x-github-delivery') ?? '';
  if (event === '' || !DELIVERY_ID.test(id))
    return refuse('the event or the delivery id is missing');
  if (event === 'deployment_protection_rule') {
    const delivery = { id, bodyHash: await hash(body), text: decodeBody(body) ?? '' };
    return answerProtection(context, delivery, deps);
  }
  const parsed = parseGithubEvent(event, decodeBody(body) ?? '');
  if (!parsed.ok) return answerError(context, 'unreadable', { message: parsed.problem });
  if ('ignored' in parsed.value) return context.json(parsed.value);
  const deliveries = [`github:${id}`, `github-body:${await hash(body)}`];
  return answerEvent(context, { event: parsed.value, deliveries }, deps);
}

/** The signature covers the body and not the delivery id, so a repeat is recognised by either. */
async function hash(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', body));
}

interface Delivery {
  readonly event: GithubEvent;
  readonly deliveries: readonly string[];
}

async function answerEvent(
  context: Context,
  delivery: Delivery,
  deps: EntranceDependencies,
): Promise<Response> {
  const triggers = matchTriggers(delivery.event, deps.config.github.triggers);
  if (triggers.length === 0) return context.json({ ignored: 'no trigger matches' });
  const placed = await Promise.all(triggers.map((trigger) => orderFor(trigger, delivery, deps)));
  const [first, ...others] = placed.flatMap((each) => each ?? []);
  const runs = others.map(({ run, joined }) => runToJson(run, joined));
  const also = runs.length === 0 ? {} : { also: runs };
  return context.json({ ...(first && runToJson(first.run, first.joined)), ...also }, 202);
}

/**
 * A trigger may use its service, as the schema ensures. The type is ours and not the sender's, so a
 * redelivery after the type was changed still gets its run.
 */
async function orderFor(
  { service, type: defaultType }: GithubTrigger,
  { event, deliveries }: Delivery,
  { config, accept, log }: EntranceDependencies,
): Promise<Placed | null> {
  const requester = githubRequester(event);
  const placed = await placeOrder(
    { service, type: null, defaultType, requester, deliveries },
    { services: config.services, mayUse: () => true, accept, log },
  );
  return placed.ok ? placed.value : null;
}
