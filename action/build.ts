import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const ENTRY = 'index.js';
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

const FORMAT = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  charset: 'utf8',
  logLevel: 'warning',
} as const satisfies BuildOptions;

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

/**
 * esbuild makes a chunk for each set of files that share code, under names with a hash that depends
 * on where the packages are. Each file costs time to load, so the entry takes the chunks in that it
 * needs, and exports what the files need of them that it loads later. It must not wait at its top
 * level: they import it, so both would wait for ever. What only later files share, each of them has.
 */
async function joinChunks(outdir: string, { outputs }: Metafile): Promise<void> {
  const files = Object.entries(outputs)
    .flatMap(([path, output]) => [{ file: basename(path), ...output }])
    .toSorted((one, other) => (listInputs(one) < listInputs(other) ? -1 : 1));
  const needed = findImported(ENTRY, files);
  const chunks = files.filter(({ file }) => needed.has(file));
  const renamed = chunks.map(({ file, exports }, index) => {
    const pairs = exports.map((name): [string, string] => [
      name,
      `${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index]}${name}`,
    ]);
    return { file, pairs };
  });
  const reexports = renamed.map(
    ({ file, pairs }) => `export { ${pairs.map((pair) => pair.join(' as '))} } from './${file}';`,
  );
  const contents = [`import './${ENTRY}';`, ...reexports].join('\n');
  const lazy = files.filter(({ file, entryPoint }) => entryPoint && file !== ENTRY);
  const joined = { ...FORMAT, stdin: { contents, resolveDir: outdir }, write: false } as const;
  const entry = await build({ ...joined, plugins: [importLater([])] });
  for (const { file } of lazy) {
    const entryPoints = [join(outdir, file)];
    const outfile = join(outdir, withoutHash(file));
    // The entry is imported already, so an import for its effects alone is rightly dropped.
    const plugins = [importLater(renamed)];
    await build({ ...FORMAT, entryPoints, outfile, plugins, logLevel: 'error' });
  }
  for (const { file } of files) await rm(join(outdir, file));
  await writeFile(join(outdir, ENTRY), entry.outputFiles[0]?.contents ?? '');
}

type OutputFile = Pick<Metafile['outputs'][string], 'imports'> & { readonly file: string };

/** What a file imports at once, directly or not. */
function findImported(start: string, files: readonly OutputFile[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const imports = files.find((each) => each.file === file)?.imports ?? [];
    const names = imports
      .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
      .map(({ path }) => basename(path))
      .filter((name) => !found.has(name));
    for (const name of names) found.add(name);
    open.push(...names);
  }
  return found;
}

interface Chunk {
  readonly file: string;
  /** What it exports, and under which name the entry does. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** Leaves imports of other files as they are, and takes what these chunks hold from the entry. */
function importLater(chunks: readonly Chunk[]): Plugin {
  return {
    name: 'import-later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path, kind }) => {
        if (kind === 'dynamic-import') return { path: withoutHash(path), external: true };
        if (path === `./${ENTRY}`) return chunks.length > 0 ? { path, external: true } : null;
        const isChunk = chunks.some(({ file }) => path === `./${file}`);
        return isChunk ? { path: basename(path), namespace: 'chunk', sideEffects: false } : null;
      });
      onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => {
        const pairs = chunks.find(({ file }) => file === path)?.pairs ?? [];
        const names = pairs.map(([name, exported]) => `${exported} as ${name}`);
        return { contents: `export { ${names} } from './${ENTRY}';` };
      });
    },
  };
}

function withoutHash(path: string): string {
  return path.replace(/-[A-Z0-9]{8}\.js$/, '.js');
}

function listInputs({ inputs }: Pick<Metafile['outputs'][string], 'inputs'>): string {
  return Object.keys(inputs).toSorted().join(' ');
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
