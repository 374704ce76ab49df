import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Starts MariaDB Cloud's emulator, which goes on when this has ended, and gives its address, its key
 * and its services to the steps that follow. It needs no package, and runs on Windows too.
 */
const PROGRAM = fileURLToPath(new URL('emulator-process.ts', import.meta.url));

const child = fork(PROGRAM, {
  detached: true,
  // A stream that it inherited would keep the step from ending.
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
});
const ended = once(child, 'exit').then(([code]) => {
  throw new Error(`The emulator did not start: its process ended with ${String(code)}.`);
});
const [outputs] = await Promise.race([once(child, 'message'), ended]);
child.disconnect();
child.unref();

const lines = Object.entries({ ...outputs, pid: child.pid }).map(
  ([name, value]) => `${name}=${String(value)}\n`,
);
process.stdout.write(lines.join(''));
const { GITHUB_OUTPUT } = process.env;
if (GITHUB_OUTPUT) await appendFile(GITHUB_OUTPUT, lines.join(''));
