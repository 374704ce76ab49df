import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { createClock } from '../../emulator/clock.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../emulator/webhook-receiver/index.ts';
import type { RunJson } from '../../../worker/orders/run-json.ts';
import type { BuiltWorker } from '../build-worker.ts';
import { signWebhook } from '../signed-webhook.ts';
import { type HoldingProxy, startHoldingProxy } from '../coordinator/holding-proxy.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const KEY = 'skysql.1zzz.test-key';
const SERVICE = 'dbtgf28044362';
const SECRET = `whsec_${Buffer.from('a secret of the kill test').toString('base64')}`;

/** A Worker that can be killed and started again, and a world that outlives it. */
export interface Killable {
  readonly cloud: MariadbCloudEmulator;
  readonly receiver: WebhookReceiver;
  /** Between the Worker and the provider. */
  readonly proxy: HoldingProxy;
  /** Sends a signed webhook that asks for a backup; the same id again is a retry. */
  ask(id: string): Promise<{ readonly status: number; readonly run: RunJson }>;
  readRun(id: string): Promise<unknown>;
  kill(): Promise<void>;
  /** On the storage that was left. Nothing is sent to the new process. */
  startAgain(): Promise<void>;
  /** The types of the one-time backups that the provider was made to take. */
  backups(): readonly unknown[];
}

export async function startKillable(
  built: BuiltWorker,
  { onTestFinished }: TestContext,
): Promise<Killable> {
  const clock = createClock({ ticking: true });
  const cloud = await startMariadbCloud({ clock, apiKey: KEY });
  const receiver = await startWebhookReceiver({ clock });
  const proxy = await startHoldingProxy((path) => cloud.url + path);
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-kill-'));
  cloud.addService(SERVICE);
  // Done when it is looked at for the first time, after five seconds.
  cloud.nextBackup({ queuedMs: 1000, runningMs: 2000 });
  const options = {
    built,
    folder,
    config: configFor(proxy.url, receiver.hookUrl),
    secrets: { SKYSQL_API_KEY: KEY, WEBHOOK_SECRET: SECRET, NOTIFY_SECRET: receiver.secret },
  };
  let worker: WorkerProcess = await startWorkerProcess(options);
  onTestFinished(async () => {
    await worker.kill();
    await Promise.all([cloud.close(), receiver.close(), proxy.close()]);
    await rm(folder, { recursive: true });
  });
  return {
    cloud,
    receiver,
    proxy,
    ask: async (id) => {
      const response = await fetch(`${worker.url}/webhook`, signedRequest(id));
      const run: RunJson = JSON.parse(await response.text());
      return { status: response.status, run };
    },
    readRun: async (id) => (await fetch(`${worker.url}/runs/${id}`)).json(),
    kill: () => worker.kill(),
    startAgain: async () => {
      worker = await startWorkerProcess(options);
    },
    backups: () =>
      cloud
        .schedules(SERVICE)
        .filter(({ schedule }) => schedule === 'once')
        .map(({ type }) => type),
  };
}

function configFor(baseUrl: string, hook: string) {
  const prod = { provider: 'mariadb-cloud', service: SERVICE, credential: 'SKYSQL_API_KEY' };
  return {
    services: { prod: { ...prod, baseUrl } },
    webhook: { services: ['prod'] },
    notify: [{ on: 'all', webhook: hook, secret: 'NOTIFY_SECRET' }],
  };
}

function signedRequest(id: string): RequestInit {
  return signWebhook(id, { service: 'prod', reason: 'before the deploy' }, SECRET);
}
