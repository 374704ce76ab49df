import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { codeBlocks, filledIn, MARKDOWN, PAGES } from '../read-readme.ts';
import { SET_UP } from './section.ts';

const { scripts } = JSON.parse(
  await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
);

/** Wherever one stands: in a block of its own, or in a sentence. */
const wrangler = [...[...PAGES.values()].join('\n').matchAll(/npx wrangler (?<rest>[^`\n]+)/g)].map(
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

describe('every command of Wrangler that the pages show exists, with its flags', () => {
  const commands = ['login', 'secret bulk', 'secret put', 'tail', 'delete'];

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

test('the Worker is set up by these commands, in this order', () => {
  const lines = codeBlocks(SET_UP, 'sh').join('').trimEnd().split('\n').map(filledIn);
  expect(lines).toEqual([
    "git clone 'https://github.com/owner/backup-gate.git'",
    'cd backup-gate',
    'npm ci',
    'npx wrangler login',
    'npm run deploy',
    'npx wrangler secret bulk --config worker/wrangler.jsonc',
    "curl 'https://backup-gate.subdomain.workers.dev/health'",
  ]);
  expect(scripts.deploy).toBe('node worker/deploy/index.ts');
});

test('the configuration is edited in a step of its own, before anything is deployed', () => {
  const steps = SET_UP.split('\n### ').slice(1);
  const edits = steps.findIndex((step) => step.includes('Edit `worker/config.json`'));
  const deploys = steps.findIndex((step) => step.includes('npm run deploy\n'));
  expect(edits).toBeGreaterThan(-1);
  expect(edits).toBeLessThan(deploys);
  expect(steps[edits]).not.toContain('```');
});

test('the placeholders that the page says to replace are those of the file', async () => {
  const file = await readFile(new URL('../../../worker/config.json', import.meta.url), 'utf8');
  const named = SET_UP.match(/^- `(\w+)`: put /gm)?.map((line) => line.split('`')[1] ?? '') ?? [];
  expect(named).toEqual(['dbtgf00000000', 'T00000000']);
  for (const placeholder of named) expect(file).toContain(`"${placeholder}"`);
});

test('every npm script in the documentation exists, and CONTRIBUTING.md names them all', () => {
  const named = (text = '') =>
    [...text.matchAll(/npm (?:run )?(?<name>start|test|(?<=run )[a-z:]+)/g)].map(
      ({ groups = {} }) => groups['name'],
    );
  const documented = [...PAGES.values()].flatMap((text) => named(text));
  for (const name of documented) expect(Object.keys(scripts)).toContain(name);
  const contributing = named(MARKDOWN.get('CONTRIBUTING.md'));
  expect([...new Set(contributing)].toSorted()).toEqual(Object.keys(scripts).toSorted());
});
