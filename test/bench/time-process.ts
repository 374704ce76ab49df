import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** A program as a step of a job: what is started, and the whole environment it gets. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Far beyond what any of them takes; one that hangs must not hold up the bench. */
const MAX_MS = 15_000;

/** Milliseconds from the start of a process to its end; rejects where it did not end with 0. */
export function timeProcess({ program, arguments: args, env }: Command): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, {
    env,
    timeout: MAX_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode) => {
      const took = performance.now() - start;
      if (exitCode === 0) resolve(took);
      else reject(new Error(`${args.join(' ')} ended with exit code ${exitCode}:\n${log}`));
    });
  });
}
