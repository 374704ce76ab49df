import { Webhook } from 'standardwebhooks';
import { formatInstant, type Instant } from '../../shared/domain/instant.ts';
import type { Run } from '../coordinator/run.ts';
import { runToJson } from '../run-json.ts';
import { post, type Posted } from './post.ts';
import { judgeStatus } from './status.ts';
import type { Target, Told } from './telling.ts';

type WebhookTarget = Extract<Target, { kind: 'webhook' }>;

export interface Signing {
  /** Several while one is rotated: it is signed by each. Empty where the secret is not set. */
  readonly secrets: readonly string[];
  readonly now: Instant;
}

/** Tells a receiver by the Standard Webhooks scheme. */
export async function tellWebhook(
  { url, secretName }: WebhookTarget,
  run: Run,
  { secrets, now }: Signing,
): Promise<Told> {
  const body = JSON.stringify({
    type: 'run.ended',
    timestamp: formatInstant(run.finishedAt ?? now),
    data: runToJson(run),
  });
  const headers = signMessage({ id: messageIdOf(run), body, secrets, now });
  if (headers === null) {
    return { kind: 'undeliverable', reason: `${secretName} holds no secret to sign with` };
  }
  return readAnswer(await post(url, { headers, body, mostBytes: 0, now }));
}

/**
 * The same at each attempt, so that a receiver can drop a repeat. It goes into a header, and without
 * dots: they join the parts that are signed.
 */
function messageIdOf(run: Run): string {
  return `run_ended_${run.id.replace(/[^A-Za-z0-9_-]/g, '_')}`;
}

interface Unsigned {
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly now: Instant;
}

/** `null` where there is no secret, or one that is none. */
function signMessage({ id, body, secrets, now }: Unsigned): Record<string, string> | null {
  if (secrets.length === 0) return null;
  try {
    const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(now), body));
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': signatures.join(' '),
    };
  } catch {
    return null;
  }
}

function readAnswer(posted: Posted): Told {
  if (posted.kind === 'lost') {
    const reason = `The webhook could not be reached: ${posted.reason}`;
    return { kind: 'passing', reason, retryAfterMs: null };
  }
  const { status, retryAfterMs } = posted;
  const reason = `The webhook answered HTTP ${status}`;
  switch (judgeStatus(status)) {
    case 'told':
      return { kind: 'told' };
    case 'permanent':
      return { kind: 'undeliverable', reason };
    case 'passing':
      return { kind: 'passing', reason, retryAfterMs };
  }
}
