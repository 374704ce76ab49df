import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { FORMAT, joinChunks } from './join-chunks.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Leaves out packages and built-in modules that are imported and not used. Most of `@actions/core`
 * is an HTTP stack behind an OIDC client, which this Action never calls.
 */
const dropUnused: Plugin = {
  name: 'drop-unused',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ path, pluginData, ...options }) => {
      const ours = path.startsWith('.') && !options.importer.includes('node_modules');
      if (ours || options.kind === 'entry-point' || pluginData === 'resolving') return null;
      const found = await resolve(path, { ...options, pluginData: 'resolving' });
      return { ...found, sideEffects: false };
    });
  },
};

/**
 * CommonJS packages, which GitHub's client brings, `require` Node's built-in modules; an ES module
 * has no `require`.
 */
const requireBuiltIns: Plugin = {
  name: 'require-built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'require-call' && isBuiltin(path) ? { path, namespace: 'built-in' } : null,
    );
    onLoad({ filter: /./, namespace: 'built-in' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * valibot is one file, and all that is used of a file stays together. What is loaded later gets a
 * copy of its own, so that the entry does not hold what only that uses.
 */
const splitValibot: Plugin = {
  name: 'split-valibot',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^valibot$/ }, async ({ path, pluginData, ...options }) => {
      const [, folder] = /\/action\/(github|keyless)\//.exec(options.importer) ?? [];
      if (folder === undefined || pluginData === 'resolving') return null;
      const found = await resolve(path, { ...options, pluginData: 'resolving' });
      return { ...found, sideEffects: false, suffix: `?${folder}` };
    });
  },
};

/**
 * Bundles the Action of the project in `root` into `outdir`, which is emptied first. Returns
 * esbuild's metafile. Nothing in the bundle depends on where the project or its packages are.
 */
export async function buildAction(outdir: string, root = ROOT): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['action/index.ts'],
    outdir,
    ...FORMAT,
    splitting: true,
    chunkNames: '[name]-[hash]',
    // Packages are named by their paths below `root`, even if `node_modules` is a link.
    preserveSymlinks: true,
    metafile: true,
    plugins: [requireBuiltIns, splitValibot, dropUnused],
  });
  await joinChunks(outdir, metafile);
  await writeFile(join(outdir, 'licenses.txt'), await collectLicenses(metafile, root));
  return metafile;
}

/** The licences of the bundled packages: most require that they travel with every copy. */
async function collectLicenses({ outputs }: Metafile, root: string): Promise<string> {
  const bundled = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [path] : [],
    ),
  );
  const folders = bundled.flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const texts = [...new Set(folders)].toSorted().map(async (folder) => {
    const files = await readdir(join(root, folder));
    const file = files.find((name) => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`${folder} brings no licence`);
    return `${folder.replace(/^.*node_modules\//, '')}\n\n${await readFile(join(root, folder, file), 'utf8')}`;
  });
  return (await Promise.all(texts)).join('\n---\n\n');
}

/** The files in which `dist` differs from a clean build: changed, missing or left over. */
export async function findStaleFiles(dist: string): Promise<readonly string[]> {
  const clean = await mkdtemp(join(tmpdir(), 'backup-gate-dist-'));
  try {
    await buildAction(clean);
    const [expected, actual] = await Promise.all([readFolder(clean), readFolder(dist)]);
    const names = new Set([...expected.keys(), ...actual.keys()]);
    return [...names].filter((name) => expected.get(name) !== actual.get(name)).toSorted();
  } finally {
    await rm(clean, { recursive: true });
  }
}

/** File name → content. */
async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder);
  const contents = names.map((name) => readFile(join(folder, name), 'base64'));
  return new Map((await Promise.all(contents)).map((text, index) => [names[index] ?? '', text]));
}

async function main(): Promise<void> {
  const dist = join(ROOT, 'action/dist');
  if (!process.argv.includes('--check')) {
    await buildAction(dist);
    return;
  }
  const stale = await findStaleFiles(dist);
  if (stale.length === 0) return;
  console.error(
    `action/dist is not a clean build: ${stale.join(', ')}. Run npm run build, and commit it.`,
  );
  process.exitCode = 1;
}

if (import.meta.main) await main();
