import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../action/dist/', import.meta.url));

/** A file of the bundle. */
export interface LoadedFile {
  readonly name: string;
  readonly code: string;
}

/** What every start of the Action loads: the entry, and what it imports in any case. */
export async function readEntryFiles(): Promise<readonly LoadedFile[]> {
  const names = ['index.js'];
  const files: LoadedFile[] = [];
  // The list grows while it is read.
  for (const name of names) {
    const code = await readFile(`${DIST}${name}`, 'utf8');
    files.push({ name, code });
    const imported = [...code.matchAll(/\b(?:from|import)\s*"\.\/(?<file>[^"]+)"/g)];
    names.push(
      ...imported
        .map(({ groups }) => groups?.['file'] ?? '')
        .filter((file) => !names.includes(file)),
    );
  }
  return files;
}

export function sizeOf(files: readonly LoadedFile[]): number {
  return files.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
}

/** As an environment variable: makes a child process tell which files of the bundle it loads. */
export const TELL_LOADED = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        if (url.includes('/dist/')) console.log('loaded ' + url.split('/').at(-1));
        return next(url, context);
      },
    });
  `)}`,
};

/** What it has told. */
export function loadedIn(log: string): readonly string[] {
  return [...log.matchAll(/^loaded (?<file>.+)$/gm)].map(({ groups }) => groups?.['file'] ?? '');
}
