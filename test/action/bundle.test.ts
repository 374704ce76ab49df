import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAction, findStaleFiles } from '../../action/build.ts';
import { readEntryFiles, sizeOf } from './loaded-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'action/dist');
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'backup-gate-'));
});
afterAll(() => rm(copy, { recursive: true }));

test('the committed bundle equals a clean build, file by file and byte by byte', async () => {
  expect(await findStaleFiles(DIST)).toEqual([]);
});

test('the bundle is the same, names and bytes, where packages are linked from elsewhere', async () => {
  const project = join(copy, 'elsewhere/project');
  for (const folder of ['action', 'shared']) {
    await cp(join(ROOT, folder), join(project, folder), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  await buildAction(join(project, 'action/dist'), project);
  expect(await findStaleFiles(join(project, 'action/dist'))).toEqual([]);
});

test('a changed, a missing and a left-over file are each noticed', async () => {
  const dist = join(copy, 'dist');
  await cp(DIST, dist, { recursive: true });
  await writeFile(join(dist, 'index.js'), `${await readFile(join(DIST, 'index.js'), 'utf8')} `);
  await writeFile(join(dist, 'left-over.js'), '');
  await rm(join(dist, 'licenses.txt'));
  expect(await findStaleFiles(dist)).toEqual(['index.js', 'left-over.js', 'licenses.txt']);
});

test('the entry is an ES module', async () => {
  const code = await readFile(join(DIST, 'index.js'), 'utf8');
  expect(code).toMatch(/\bimport\b[^;]*from\s*["'](?:node:)?\w/);
  expect(code).not.toMatch(/\bmodule\.exports\s*=/);
});

test('what every start loads stays small, so that a step starts at once', async () => {
  expect(sizeOf(await readEntryFiles())).toBeLessThan(150_000);
});

test('what every start loads holds nothing of the client of GitHub', async () => {
  const files = await readEntryFiles();
  const code = files.map((file) => file.code).join('\n');
  expect(code).toMatch(/import\("\.\/github\.js"\)/);
  expect(code).not.toMatch(/octokit|bottleneck|undici|createCommitStatus/i);
});

test('the licence of every bundled package travels with it', async () => {
  const licences = await readFile(join(DIST, 'licenses.txt'), 'utf8');
  for (const name of [
    '@actions/core',
    '@actions/github',
    '@octokit/plugin-retry',
    'undici',
    'ky',
    'p-limit',
    'valibot',
  ]) {
    expect(licences).toContain(`${name}\n\n`);
  }
});
