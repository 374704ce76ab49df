import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import project from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * They name versions of other packages, which may be the same, of every release, or examples. A test
 * that relied on the version would fail by itself when it changes.
 */
const EXEMPT =
  /^(?:package\.json|package-lock\.json|CHANGELOG\.md|docs\/releasing\.md|action\/dist\/.*|test\/.*)$/;

/** `1.0.0`, but not as a part of `11.0.0` or `1.0.0.1`. */
const SPELLED = new RegExp(`(?<![\\d.])${project.version.replaceAll('.', '\\.')}(?![\\d.])`);

/** A pinned action, whose version may happen to be ours. */
const PIN = /^.*\buses: \S+@[0-9a-f]{40} # .*$/gm;

async function listTracked(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: ROOT });
  return stdout.split('\0').filter((name) => name !== '' && !EXEMPT.test(name));
}

test('the version is three numbers', () => {
  expect(project.version).toMatch(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/);
});

test('the lock file has the version of package.json', () => {
  expect([lock.version, lock.packages[''].version]).toEqual([project.version, project.version]);
});

test('nothing else spells the version, besides the changelog', async () => {
  const files = await listTracked();
  expect(files).toEqual(expect.arrayContaining(['worker/index.ts', 'action.yml', '.ci/run']));
  const spelling = files.map(async (name) => {
    const text = await readFile(`${ROOT}${name}`, 'utf8').catch(() => '');
    return SPELLED.test(text.replaceAll(PIN, '')) ? name : [];
  });
  expect((await Promise.all(spelling)).flat()).toEqual([]);
});
