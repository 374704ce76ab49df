import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unstable_readConfig as readConfig } from 'wrangler';

/** What Wrangler makes of a text that somebody puts into a Wrangler file as a variable. */
export async function readAsVariable(jsonc: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-gate-readme-'));
  try {
    const file = join(folder, 'wrangler.jsonc');
    await writeFile(file, `{ "name": "pasted", "vars": { "PASTED": ${jsonc} } }`);
    return readConfig({ config: file }, { hideWarnings: true }).vars['PASTED'];
  } finally {
    await rm(folder, { recursive: true });
  }
}
