import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unstable_readConfig as readConfig } from 'wrangler';

const WRANGLER = fileURLToPath(
  new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url),
);

export const WRANGLER_FILE = fileURLToPath(new URL('../../worker/wrangler.jsonc', import.meta.url));

/** A Worker as it would be deployed: one module, minified where its Wrangler file says so. */
export interface BuiltWorker {
  readonly wranglerFile: string;
  readonly code: string;
}

/** Builds it with `wrangler deploy` itself, which stops before anything is sent anywhere. */
export async function buildWorker(wranglerFile = WRANGLER_FILE): Promise<BuiltWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-build-'));
  try {
    const options = ['--config', wranglerFile, '--dry-run', '--outdir', folder];
    await promisify(execFile)(execPath, [WRANGLER, 'deploy', ...options], { env: quietly(folder) });
    return { wranglerFile, code: await readFile(join(folder, moduleName(wranglerFile)), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `index.ts` becomes `index.js`. */
function moduleName(wranglerFile: string): string {
  const { main = '' } = readConfig({ config: wranglerFile }, { hideWarnings: true });
  const [, name = ''] = /([^/\\]+)\.ts$/.exec(main) ?? [];
  return `${name}.js`;
}

/** No look for a newer version, no metrics, no log file outside the folder. */
function quietly(folder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    CI: 'true',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG_PATH: folder,
  };
}
