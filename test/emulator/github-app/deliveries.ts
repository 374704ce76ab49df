import { createHmac, randomUUID } from 'node:crypto';
import type { Answer } from '../server/answer.ts';
import { jsonAnswer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import type { Call } from './call.ts';
import type { Delivery, Deployment, GitHubAppState, Installation } from './state.ts';

const day = 86_400_000;
/** What is older cannot be sent again. */
const kept = 3 * day;
const defaultSize = 30;

/** An event as it comes to the webhook. */
export interface SentEvent {
  readonly deliveryId: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function addDelivery(
  state: GitHubAppState,
  given: Pick<Delivery, 'event' | 'body'>,
): Delivery {
  return push(state, { ...given, guid: randomUUID(), redelivery: false });
}

function push(state: GitHubAppState, given: Omit<Delivery, 'id' | 'at' | 'statusCode'>): Delivery {
  const id = 10_000 + state.deliveries.length;
  const delivery: Delivery = { ...given, id, at: state.clock.now(), statusCode: null };
  state.deliveries.push(delivery);
  return delivery;
}

export function toSent({ settings }: GitHubAppState, delivery: Delivery): SentEvent {
  const signature = createHmac('sha256', settings.webhookSecret).update(delivery.body);
  return {
    deliveryId: delivery.id,
    body: delivery.body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': delivery.event,
      'x-github-delivery': delivery.guid,
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${signature.digest('hex')}`,
    },
  };
}

/** The event of a job that begins to wait, with pull requests as whole as GitHub sends them. */
export function writeEvent(
  state: GitHubAppState,
  { deployment, installation }: { deployment: Deployment; installation: Installation },
): string {
  const { repository, runId, environment, id, sha } = deployment;
  const callback = `${state.settings.apiUrl}/repos/${repository.fullName}/actions/runs/${runId}/deployment_protection_rule`;
  return JSON.stringify({
    action: 'requested',
    environment,
    event: 'push',
    sha,
    ref: 'refs/heads/main',
    deployment_callback_url: callback,
    deployment: {
      id,
      sha,
      ref: 'main',
      task: 'deploy',
      environment,
      payload: {},
      description: null,
    },
    pull_requests: [{ number: 7, title: 'A change', body: 'x'.repeat(17_000) }],
    repository: { id: repository.id, full_name: repository.fullName, private: false },
    installation: { id: installation.id, node_id: 'MDIzOk' },
    sender: { login: 'octocat', id: 1, type: 'User' },
  });
}

/** Newest first, in pages that a cursor names. */
export function listDeliveries({ state, query, request }: Call): Answer {
  const size = Number(query.get('per_page') ?? defaultSize);
  const from = Number(query.get('cursor') ?? 0);
  const rows = state.deliveries.toReversed();
  const next = from + size;
  const address = `${state.settings.apiUrl}${request.record.path.replace(/^.*(?=\/app\/)/, '')}`;
  const headers: Record<string, string> =
    next < rows.length ? { link: `<${address}?per_page=${size}&cursor=${next}>; rel="next"` } : {};
  return jsonAnswer(rows.slice(from, next).map(toRow), { status: 200, headers });
}

function toRow({ id, guid, redelivery, event, statusCode, at }: Delivery) {
  const isGood = statusCode !== null && statusCode >= 200 && statusCode < 400;
  return {
    id,
    guid,
    delivered_at: new Date(at).toISOString(),
    redelivery,
    duration: 0.2,
    status:
      statusCode === null ? 'timed out' : isGood ? 'OK' : `Invalid HTTP Response: ${statusCode}`,
    status_code: statusCode ?? 0,
    event,
    action: 'requested',
    installation_id: 1,
    repository_id: 1,
    throttled_at: null,
  };
}

/** The event goes out once more, with the same guid. */
export function redeliver({ state, ids: [id] }: Call): Answer {
  const delivery = state.deliveries.find((one) => String(one.id) === id);
  if (!delivery || delivery.at < state.clock.now() - kept) throw new Refusal(404, 'Not Found');
  const { guid, event, body } = delivery;
  push(state, { guid, event, body, redelivery: true });
  return jsonAnswer({}, { status: 202 });
}
