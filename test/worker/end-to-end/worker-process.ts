import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LocalWorkerOptions } from '../local-worker.ts';

const MAIN = fileURLToPath(new URL('worker-main.ts', import.meta.url));

export interface WorkerProcess {
  readonly url: string;
  /** SIGKILL to workerd and to what started it; resolves when they are gone. */
  kill(): Promise<void>;
}

/** The storage is in `folder`: what a killed process leaves there is what the next one finds. */
export type WorkerProcessOptions = Pick<LocalWorkerOptions, 'config' | 'secrets'> &
  Required<Pick<LocalWorkerOptions, 'built' | 'folder'>>;

export async function startWorkerProcess(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const file = join(options.folder, 'options.json');
  await writeFile(file, JSON.stringify(options));
  // A group of its own, so that workerd is killed with it.
  const child = spawn(process.execPath, [MAIN, file], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'close');
  const { pid } = child;
  if (pid === undefined) throw new Error('the Worker could not be started');
  const kill = async () => {
    signalGroup(pid, 'SIGKILL');
    await gone;
    while (signalGroup(pid, 0)) await nextTurn(5);
  };
  const lines = createInterface({ input: child.stdout });
  const [url] = await Promise.race([once(lines, 'line'), gone]);
  if (typeof url === 'string') return { url, kill };
  throw new Error(`the Worker ended before it was ready: ${String(url)}`);
}

/** False where nobody is left in the group. */
function signalGroup(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
