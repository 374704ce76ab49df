import { createClock } from '../clock.ts';
import { emptyAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator } from '../server/emulator.ts';
import type { StartOptions } from '../server/emulator.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { verify } from './verify.ts';
import type { Verified } from './verify.ts';

export type { Verified } from './verify.ts';

/** Somebody's receiver of webhooks by the Standard Webhooks scheme, on loopback. */
export interface WebhookReceiver extends Emulator {
  /** Where it is to be told. */
  readonly hookUrl: string;
  /** What `SECRET` of its sender has to hold. */
  readonly secret: string;
  /** What arrived with a right signature, repeats included. */
  readonly deliveries: readonly Verified[];
  /** The same without repeats, as the `webhook-id` tells them. */
  events(): readonly Verified[];
}

const path = '/hooks/backup';
const defaultSecret = `whsec_${Buffer.from('a secret of the test receiver').toString('base64')}`;

/** `apiKey` is the secret it verifies with. */
export async function startWebhookReceiver(options: StartOptions = {}): Promise<WebhookReceiver> {
  const clock = options.clock ?? createClock();
  const secret = options.apiKey ?? defaultSecret;
  const deliveries: Verified[] = [];
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => receive(request, () => verify(request, secret, clock.now()), deliveries),
    errorBody: ({ message }) => ({ error: message ?? 'asked for by a fault' }),
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, {
    hookUrl: `${server.url}${path}`,
    secret,
    deliveries,
    events: () =>
      [...new Map(deliveries.toReversed().map((one) => [one.id, one])).values()].toReversed(),
  });
}

function receive(request: ReceivedRequest, read: () => Verified, deliveries: Verified[]): Answer {
  const { method, path: asked, headers } = request.record;
  if (asked !== path) throw new Refusal(404, 'there is nothing here');
  if (method !== 'POST') throw new Refusal(405, 'only POST', { allow: 'POST' });
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) throw new Refusal(415, 'only JSON');
  deliveries.push(read());
  return emptyAnswer({ status: 204 });
}
