import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { codeBlocks } from '../read-readme.ts';
import { WORKER } from './section.ts';

const CONTRIBUTING = await readFile(new URL('../../../CONTRIBUTING.md', import.meta.url), 'utf8');
const { scripts } = JSON.parse(
  await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
);

/** Wherever one stands: in a block of its own, or in a sentence. */
const wrangler = [...WORKER.matchAll(/npx wrangler (?<rest>[^`\n]+)/g)].map(
  ({ groups = {} }) => groups['rest'] ?? '',
);

const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG_PATH: tmpdir(),
};

async function helpFor(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('wrangler', [...words, '--help'], { env });
  return stdout;
}

describe('every command of Wrangler in the README exists, with its flags', () => {
  const commands = ['login', 'secret bulk', 'secret put', 'tail'];

  test.each(commands)('wrangler %s', { timeout: 60_000 }, async (command) => {
    const uses = wrangler.filter((use) => use === command || use.startsWith(`${command} `));
    const help = await helpFor(command.split(' '));
    // Of a command that it does not know it shows the help of what is above.
    expect(help).toMatch(new RegExp(`^wrangler ${command}\\b`, 'm'));
    const flags = uses.flatMap((use) => use.match(/--[a-z-]+/g) ?? []);
    expect(uses).not.toEqual([]);
    for (const flag of flags) expect(help).toMatch(new RegExp(`${flag}\\b`));
  });

  test('and there is no other', () => {
    const named = wrangler.map((use) => commands.find((command) => use.startsWith(command)));
    expect(named).not.toContain(undefined);
  });
});

test('the way from nothing to a backup is five commands, and the fourth deploys', () => {
  const [block = ''] = codeBlocks(WORKER, 'sh');
  const lines = block.trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[3]).toBe('npm run deploy');
  expect(scripts.deploy).toBe('node worker/deploy/index.ts');
});

test('every npm script in the documentation exists, and CONTRIBUTING.md names them all', () => {
  const named = (text: string) =>
    [...text.matchAll(/npm (?:run )?(?<name>start|test|(?<=run )[a-z:]+)/g)].map(
      ({ groups = {} }) => groups['name'],
    );
  for (const name of named(WORKER)) expect(Object.keys(scripts)).toContain(name);
  expect([...new Set(named(CONTRIBUTING))].toSorted()).toEqual(Object.keys(scripts).toSorted());
});
