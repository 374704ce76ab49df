import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, type Json, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as getWorkerOptions } from 'wrangler';
import { type BuiltWorker, buildWorker } from './build-worker.ts';

export interface LocalWorkerOptions {
  /** The Worker's `CONFIG`. */
  readonly config: Json;
  /** Secrets by their names. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Default: it is built first, which takes a second or two. */
  readonly built?: BuiltWorker;
  /** Where its storage is. Default: a temporary folder, gone when it stops. */
  readonly folder?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Gets what the Worker logs, a line at a time. Default: nobody does. */
  readonly onLog?: (line: string) => void;
}

/** The Worker in a workerd process of its own, reachable from this machine only. */
export interface LocalWorker {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Rings the cron trigger for whoever fetches it. */
  readonly cronUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts the built Worker with the bindings of its Wrangler file. Requests go straight to it, with
 * no proxy in between, and nothing is fetched from the network. Only the cron is rung at Miniflare's
 * own address: the Worker has no such route.
 */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  const { config, secrets, port = 0, onLog } = options;
  const { wranglerFile, code } = options.built ?? (await buildWorker());
  const storage = options.folder ? keep(options.folder) : lendFolder();
  const { workerOptions } = getWorkerOptions(wranglerFile);
  const workerd = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name: 'backup-gate',
      modules: [{ type: 'ESModule', path: 'index.js', contents: code }],
      bindings: { ...secrets, CONFIG: config },
      cf: false,
      host: '127.0.0.1',
      unsafeTriggerHandlers: true,
      unsafeDirectSockets: [{ host: '127.0.0.1', port }],
      resourcePersistencePath: storage.folder,
      handleStructuredLogs: ({ message }) => onLog?.(message),
    }),
  );
  const stop = async () => {
    await workerd.dispose();
    storage.release();
  };
  try {
    const cronUrl = new URL('/cdn-cgi/local/scheduled', await workerd.ready).href;
    return { url: (await workerd.unsafeGetDirectURL()).origin, cronUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Storage {
  readonly folder: string;
  release(): void;
}

function keep(folder: string): Storage {
  return { folder, release: () => {} };
}

/** Gone in the end, also when Ctrl-C is the end: Miniflare then stops workerd and the process. */
function lendFolder(): Storage {
  const folder = mkdtempSync(join(tmpdir(), 'backup-gate-worker-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  const release = () => {
    process.off('exit', remove);
    remove();
  };
  return { folder, release };
}
