import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** A provider as it gets into a bundle, where what is not called is left out. */
async function bundle(provider: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
    entryPoints: [`shared/provider/${provider}/index.ts`],
    bundle: true,
    write: false,
    format: 'esm',
  });
  return outputFiles.map(({ text }) => text).join('');
}

test.each([
  { provider: 'skyvia', calls: ['enableSchedule', 'createSnapshot'], lacks: ['listWorkspaces'] },
  { provider: 'bycloud', calls: ['listBackups'], lacks: ['getBackup', 'listInstances'] },
])('a bundle of $provider holds only the calls that are made', async (expected) => {
  const code = await bundle(expected.provider);
  for (const name of expected.calls) expect(code).toContain(`function ${name}(`);
  for (const name of expected.lacks) expect(code).not.toContain(name);
});
