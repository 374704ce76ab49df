import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-gate-how-long-'));
});

/** What a bench that is stopped leaves there goes too. */
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

/** The first lines that a bench prints; it is not waited for. */
async function firstLines(program: string, ...options: string[]): Promise<string> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, ...options], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  let printed = '';
  for await (const piece of child.stdout.setEncoding('utf8')) {
    printed += String(piece);
    if (printed.split('\n').length > 3) break;
  }
  child.kill();
  await ended;
  return printed;
}

test.each([
  ['1', 15],
  ['25', 25],
  ['100', 40],
])('a bench of %s rounds says first that it takes about %i seconds', async (rounds, seconds) => {
  expect(await firstLines('index.ts', rounds)).toContain(`It takes about ${seconds} seconds`);
});

test('the bench of the Worker says first how long it takes', async () => {
  expect(await firstLines('worker/index.ts')).toMatch(/It takes about \d+ seconds/);
});
