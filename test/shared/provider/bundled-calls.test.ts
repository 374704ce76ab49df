import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

/** Code as it gets into a bundle, where what is not called is left out. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['cloudflare:*'],
  });
  return outputFiles.map(({ text }) => text).join('');
}

const DELETES = /method: "DELETE"/;

test.each([
  { provider: 'skyvia', calls: ['enableSchedule', 'createSnapshot'], lacks: ['disableSchedule'] },
  { provider: 'bycloud', calls: ['listBackups'], lacks: ['getBackup', 'listInstances'] },
  { provider: 'mariadb-cloud', calls: ['updateSchedule'], lacks: ['deleteSchedule'] },
])('a bundle of $provider holds only the calls that are made', async (expected) => {
  const code = await bundle(`shared/provider/${expected.provider}/index.ts`);
  for (const name of expected.calls) expect(code).toContain(`function ${name}(`);
  for (const name of expected.lacks) expect(code).not.toContain(name);
});

describe('the bundle of the Worker', () => {
  let code: string;

  beforeAll(async () => {
    code = await bundle('worker/index.ts');
  });

  test.each(['deleteSchedule', 'disableSchedule', 'listInstances', 'listWorkspaces'])(
    'does not hold %s',
    (name) => {
      expect(code).not.toContain(`function ${name}(`);
    },
  );

  test('takes the version from package.json, and nothing else', () => {
    expect(code).toMatch(/var version = "\d+\.\d+\.\d+";/);
    expect(code).not.toContain('devDependencies');
  });

  test('sends without ky, which the Action does', () => {
    expect(code).toContain('sendWithFetch');
    expect(code).not.toContain('throwHttpErrors');
  });

  // esbuild wraps what `import()` names in a bundle of one file, and all that it imports.
  test('loads nothing later, so no file of it is wrapped', () => {
    expect(code).not.toContain('__esm');
  });

  test('deletes nothing', () => {
    expect(code).toContain('function createSchedule(');
    expect(code).not.toMatch(DELETES);
  });
});

test('the Action deletes one thing: a schedule', async () => {
  const code = await bundle('action/index.ts');
  expect(code.split(DELETES)).toHaveLength(2);
  expect(code).toContain('function deleteSchedule(');
  for (const name of ['listWorkspaces', 'restore']) expect(code).not.toContain(`function ${name}(`);
});
