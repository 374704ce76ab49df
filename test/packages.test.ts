import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { buildAction } from '../action/build.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = /^.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/;

const { dependencies, devDependencies } = await readJson('package.json');
const lock = await readJson('package-lock.json');
let bundles: readonly Metafile[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-'));
  try {
    bundles = await Promise.all([buildAction(folder), bundleWorker()]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function readJson(name: string) {
  return JSON.parse(await readFile(join(ROOT, name), 'utf8'));
}

/** As Wrangler bundles it. */
async function bundleWorker(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['worker/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    preserveSymlinks: true,
    metafile: true,
  });
  return metafile;
}

/** The packages that our own files import, types left out. */
function importedPackages({ inputs }: Metafile): readonly string[] {
  return Object.entries(inputs)
    .filter(([file]) => !PACKAGE.test(file))
    .flatMap(([, { imports }]) => imports)
    .flatMap(({ path }) => PACKAGE.exec(path)?.groups?.['name'] ?? []);
}

/** The folders, as the lock file names them, of every package with code in the bundle. */
function bundledFolders({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => PACKAGE.exec(file)?.[0] ?? []);
}

test('`dependencies` are the packages that the Action and the Worker import, and no others', () => {
  const imported = new Set(bundles.flatMap(importedPackages));
  expect(Object.keys(dependencies).toSorted()).toEqual([...imported].toSorted());
});

test('no package of a bundle is there for development only', () => {
  const folders = [...new Set(bundles.flatMap(bundledFolders))];
  expect(folders).toEqual(
    expect.arrayContaining(['node_modules/hono', 'node_modules/ky', 'node_modules/undici']),
  );
  const isForUsers = (folder: string) => lock.packages[folder] && !lock.packages[folder].dev;
  expect(folders.filter((folder) => !isForUsers(folder))).toEqual([]);
});

test('no package is both a dependency and one of development', () => {
  expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
});
