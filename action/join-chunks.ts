import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

/** What every start of the Action loads. */
export const ENTRY = 'index.js';

/** How all files of the bundle are written. */
export const FORMAT = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  charset: 'utf8',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * esbuild makes a chunk for each set of files that share code, under names with a hash that depends
 * on where the packages are. Each file costs time to load, so the entry takes the chunks in that it
 * needs, and exports what the files need of them that it loads later. It must not wait at its top
 * level: they import it, so both would wait for ever. What only later files share, each of them has.
 */
export async function joinChunks(outdir: string, { outputs }: Metafile): Promise<void> {
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
