import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import { quotePlain } from '../../../shared/report/text.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import { answerError } from '../../errors.ts';
import { countRefused } from '../../refused-caller.ts';
import { decodeBody } from '../body.ts';
import { addSignedRoute } from '../signed-route.ts';
import { authorize } from './authorize.ts';
import type { Claims } from './claims.ts';
import type { OidcConfig } from './config.ts';
import { findUselessBackup } from './find-useless-backup.ts';
import { judgeAll } from './judge-all.ts';
import { noteAsk } from './note-ask.ts';
import { orderBackups } from './order-backups.ts';
import { parseVerdictOrder, type VerdictOrder } from './parse.ts';
import { NO_SUCH_KEY, verifyToken } from './verify.ts';
import { writeAnswer } from './write-answer.ts';

/** `POST /verdict`: a job of GitHub Actions asks by its OIDC token. Open if `oidc` is configured. */
export function registerVerdict(app: Hono, deps: EntranceDependencies): void {
  const { oidc } = deps.config;
  if (!oidc) return;
  addSignedRoute(app, {
    path: '/verdict',
    contentType: 'application/json',
    isOpen: true,
    maxKib: 16,
    answer: (context, body) => answerVerdict(context, body, { oidc, deps }),
  });
}

interface Asked {
  readonly oidc: OidcConfig;
  readonly deps: EntranceDependencies;
}

async function answerVerdict(
  context: Context,
  body: Uint8Array<ArrayBuffer>,
  { oidc, deps }: Asked,
): Promise<Response> {
  const claims = await verifyToken(bearerOf(context), {
    issuer: oidc.issuer,
    audience: oidc.audience ?? new URL(context.req.url).origin,
    keys: deps.issuerKeys,
    now: deps.now(),
  });
  if (!claims.ok) return answerUnverified(context, claims.problem, deps);
  const order = parseVerdictOrder(decodeBody(body) ?? '');
  if (!order.ok) return answerError(context, 'unreadable', { message: order.problem });
  return answerOrder(context, { claims: claims.value, order: order.value, oidc, deps });
}

function bearerOf(context: Context): string {
  return /^Bearer ([^\s]+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
}

/** In seconds. A key that is not known is asked for at most once in 30. */
const RETRY_AFTER = '10';

/**
 * The same answer whatever is wrong with the token. If its key is not known, it may be good another
 * time, when the issuer can be reached or has listed the key; a header says so.
 */
async function answerUnverified(
  context: Context,
  reason: string,
  deps: EntranceDependencies,
): Promise<Response> {
  const tooMany = await countRefused(context, { name: 'verdict', reason, deps });
  if (tooMany) return tooMany;
  const message = 'The token is missing or not accepted. The log of the Worker says why.';
  const later = reason === NO_SUCH_KEY ? { 'retry-after': RETRY_AFTER } : {};
  return answerError(context, 'unauthorized', {
    message,
    headers: { 'www-authenticate': 'Bearer', ...later },
  });
}

interface VerifiedOrder extends Asked {
  readonly claims: Claims;
  readonly order: VerdictOrder;
}

async function answerOrder(context: Context, verified: VerifiedOrder): Promise<Response> {
  const { claims, order, deps } = verified;
  const refusal = await refuseOrder(context, verified);
  if (refusal) return refusal;
  const [judged, isUsed] = await Promise.all([
    judgeAll(servicesOf(order, deps), order, deps),
    !mayTakeBackup(order) && deps.wasTokenUsed(claims.jti),
  ]);
  if (isUsed) return answerUnverified(context, USED, deps);
  if ('unknownRun' in judged) {
    const message = `There is no run ${quotePlain(judged.unknownRun)}.`;
    return answerError(context, 'not-found', { message });
  }
  const isWaiting = judged.some(({ isToWait }) => isToWait);
  const needing = isWaiting ? [] : judged.filter(({ isBackupNeeded }) => isBackupNeeded);
  if (needing.length > 0) return orderBackups(context, needing, verified);
  const answer = writeAnswer(judged, order);
  deps.defer(noteAsk(claims, { order, verdict: answer.verdict }, deps));
  return context.json(answer);
}

/** `null` for an order that may be carried out. Its token is used up then, if it may take a backup. */
async function refuseOrder(
  context: Context,
  { claims, order, oidc, deps }: VerifiedOrder,
): Promise<Response | null> {
  const { services: names } = order;
  const takes = mayTakeBackup(order);
  const may = takes ? (['judge', 'backup'] as const) : (['judge'] as const);
  const allowed = authorize(claims, { services: names, may }, oidc.allow);
  if (!allowed.ok) {
    const { repository } = claims;
    deps.log({ event: 'not-allowed', entrance: 'verdict', repository: quotePlain(repository) });
    return answerError(context, 'forbidden', { message: allowed.problem.message });
  }
  const unknown = names.filter((name) => !deps.config.services.has(name));
  if (unknown.length > 0) {
    const are = unknown.length === 1 ? 'is no service' : 'are no services';
    const message = `There ${are} ${unknown.map(quotePlain).join(', ')}.`;
    return answerError(context, 'not-found', { message });
  }
  if (!takes) return null;
  const useless = findUselessBackup(servicesOf(order, deps), order);
  if (useless !== null) return answerError(context, 'unsupported', { message: useless });
  if (await isFirstUse(claims, deps)) return null;
  return answerUnverified(context, USED, deps);
}

function mayTakeBackup({ backup, runs, dryRun }: VerdictOrder): boolean {
  return backup !== 'never' && runs.length === 0 && !dryRun;
}

function servicesOf({ services }: VerdictOrder, { config }: EntranceDependencies) {
  return services.flatMap((name) => config.services.get(name) ?? []);
}

const USED = 'the token was used before';

/** A token that may take a backup works once, so that a copy of it is worth nothing. */
function isFirstUse({ jti: id, expiresAt }: Claims, deps: EntranceDependencies): Promise<boolean> {
  return deps.useToken({ id, expiresAt, useId: crypto.randomUUID() });
}
