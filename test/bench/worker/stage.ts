import { fileURLToPath } from 'node:url';
import { type BuiltWorker, buildWorker } from '../../worker/build-worker.ts';
import { startLocalWorker } from '../../worker/local-worker.ts';
import { type Post, webhookPost } from '../../worker/signed-requests.ts';
import { apiKey, withEmulatedCloud } from '../emulated-cloud.ts';
import { serviceIds } from '../services.ts';
import { type Load, sendAll } from './load.ts';

const WRANGLER_FILE = fileURLToPath(new URL('wrangler.jsonc', import.meta.url));

export const CALLERS = 64;

/** About what an API on the internet takes. */
const PROVIDER_LATENCY_MS = 50;

const SECRET = `whsec_${Buffer.from('a secret of the bench').toString('base64')}`;

/** The Worker with the bare routes beside it, and a provider in a process of its own. */
export interface BenchStage {
  readonly providerUrl: string;
  /** So many services that nobody has asked for yet, by their names. */
  take(count: number): readonly string[];
  send(posts: readonly Post[], callers?: number): Promise<Load>;
  read(path: string): Promise<unknown>;
}

export async function withBenchStage(
  services: number,
  use: (stage: BenchStage) => Promise<void>,
): Promise<void> {
  const built = await buildWorker(WRANGLER_FILE);
  const holdings = { services, backupsEach: 1, latencyMs: PROVIDER_LATENCY_MS };
  await withEmulatedCloud(holdings, async ({ url }) => useStage(built, { url, services }, use));
}

async function useStage(
  built: BuiltWorker,
  { url: providerUrl, services }: { url: string; services: number },
  use: (stage: BenchStage) => Promise<void>,
): Promise<void> {
  const fresh = serviceIds(services);
  const worker = await startLocalWorker({
    built,
    config: configFor(fresh, providerUrl),
    secrets: { SKYSQL_API_KEY: apiKey, WEBHOOK_SECRET: SECRET },
  });
  try {
    await use({
      providerUrl,
      take: (count) => fresh.splice(0, count),
      send: (posts, callers = CALLERS) => sendAll(worker.url, posts, { callers }),
      read: async (path) => (await fetch(`${worker.url}${path}`)).json(),
    });
  } finally {
    await worker.stop();
  }
}

/** A service has the same name in the configuration as at the provider. */
function configFor(names: readonly string[], baseUrl: string) {
  const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY', baseUrl };
  const services = names.map((service) => [service, { ...common, service }] as const);
  return { services: Object.fromEntries(services), webhook: { services: [...names] } };
}

let count = 0;

/** A webhook that nobody has sent before, by a requester of its own, signed before any clock runs. */
export function webhookFor(service: string): Post {
  const timestamp = String(Math.floor(Date.now() / 1000));
  count += 1;
  const order = { service, reason: `request ${count}` };
  return webhookPost(order, { secret: SECRET, id: `msg_${count}`, timestamp });
}

/** The same request to another path, whoever may read it there. */
export function to(path: string, [, init]: Post): Post {
  return [path, init];
}
