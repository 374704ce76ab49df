import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { GithubTrigger } from '../../config.ts';
import type { Acceptance } from '../../coordinator/run.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { runToJson } from '../../run-json.ts';
import { toHex } from '../../hex.ts';
import { decodeBody } from '../body.ts';
import { answerTooMany, answerUnauthorized, openDoor } from '../door.ts';
import { matchTriggers } from './match.ts';
import { type Happening, parseGithubEvent } from './parse.ts';
import { verifyGithub } from './verify.ts';

/** `POST /github/webhook`: deliveries of a GitHub webhook. */
export function openGithub(app: Hono, deps: EntranceDependencies): void {
  openDoor(app, {
    name: 'github',
    path: '/github/webhook',
    contentType: 'application/json',
    secrets: deps.config.secrets.github,
    answer: (context, body) => answerGithub(context, body, deps),
  });
}

const DELIVERY_ID = /^[A-Za-z0-9-]{1,100}$/;

async function answerGithub(
  context: Context,
  body: Uint8Array<ArrayBuffer>,
  deps: EntranceDependencies,
): Promise<Response> {
  const text = decodeBody(body);
  const signature = context.req.header('x-hub-signature-256') ?? '';
  const verified = await verifyGithub({ signature, body: text }, deps.config.secrets.github);
  const refuse = (reason: string) =>
    answerUnauthorized(context, { name: 'github', reason, log: deps.log });
  if (!verified.ok) return refuse(verified.problem);
  const event = context.req.header('x-github-event') ?? '';
  const id = context.req.header('x-github-delivery') ?? '';
  if (event === '' || !DELIVERY_ID.test(id))
    return refuse('the event or the delivery id is missing');
  const parsed = parseGithubEvent(event, text ?? '');
  if (!parsed.ok) return answerError(context, 'unreadable', { message: parsed.problem });
  if ('ignored' in parsed.value) return context.json(parsed.value);
  const deliveries = [`github:${id}`, `github-body:${await hash(body)}`];
  return answerHappening(context, { happening: parsed.value, deliveries }, deps);
}

/** The signature covers the body and not the delivery id, so a repeat is known by either. */
async function hash(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', body));
}

interface Delivery {
  readonly happening: Happening;
  readonly deliveries: readonly string[];
}

async function answerHappening(
  context: Context,
  delivery: Delivery,
  deps: EntranceDependencies,
): Promise<Response> {
  const { happening } = delivery;
  const triggers = matchTriggers(happening, deps.config.github.triggers);
  if (triggers.length === 0) return context.json({ ignored: 'no trigger matches' });
  const caller = `github:${happening.repository.toLowerCase()}`;
  if (!(await deps.mayCall(caller))) return answerTooMany(context);
  const [first, ...others] = await Promise.all(
    triggers.map((trigger) => acceptFor(trigger, delivery, deps)),
  );
  const runs = others.map(({ run, joined }) => runToJson(run, joined));
  const also = runs.length === 0 ? {} : { also: runs };
  return context.json({ ...(first && runToJson(first.run, first.joined)), ...also }, 202);
}

async function acceptFor(
  { service, type }: GithubTrigger,
  { happening, deliveries }: Delivery,
  { config, accept, log }: EntranceDependencies,
): Promise<Acceptance> {
  const { event, repository } = happening;
  const acceptance = await accept({
    service,
    type: type ?? config.services.get(service)?.type ?? 'full',
    requester: { via: 'github', event, repository },
    deliveries,
  });
  log({ event: 'accepted', entrance: 'github', service, run: acceptance.run.id });
  return acceptance;
}
