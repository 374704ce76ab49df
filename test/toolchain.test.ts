import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const { dependencies, devDependencies, allowScripts } = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
);
const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'));

test('npm scripts run on the very Node.js that the project brings, whatever is installed', async () => {
  expect(process.version).toBe(`v${devDependencies.node}`);
  expect(process.version).toMatch(/^v24\./);
  expect((await run('node', ['--version'])).stdout.trim()).toBe(process.version);
});

test('wrangler runs on it too', async () => {
  const { stdout } = await run('wrangler', ['--version']);
  expect(stdout).toContain(devDependencies.wrangler);
});

test('every version is pinned', () => {
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+(?:-beta)?$/);
});

test('every package that runs a script at its installation is approved to', () => {
  const scripted = Object.entries<{ hasInstallScript?: boolean; optional?: boolean }>(lock.packages)
    .filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(scripted.filter((name) => !allowScripts[name])).toEqual([]);
});

test('the lock file names no registry, and no path of any machine', () => {
  expect(JSON.stringify(lock)).not.toMatch(/"resolved"|https?:\/\/registry|file:\//);
});
