import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where a name may stand: at the provider itself, and where the user types it. */
const AT_HOME = ['shared/provider/', 'action/inputs/', 'action/dist/'];
const NAMES = /skyvia|bycloud|mariadb|skysql/i;

/** Paths of the source files that the shells and the shared module are made of. */
async function findSources(): Promise<readonly string[]> {
  const found = await Promise.all(
    ['shared', 'action', 'worker'].map(async (folder) => {
      const names = await readdir(`${ROOT}/${folder}`, { recursive: true }).catch(() => []);
      return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
    }),
  );
  return found
    .flat()
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .filter((path) => !AT_HOME.some((home) => path.startsWith(home)));
}

test('nothing but the providers themselves knows the name of one', async () => {
  const sources = await findSources();
  for (const folder of ['shared/domain/', 'shared/http/', 'shared/report/', 'action/']) {
    expect(sources.filter((path) => path.startsWith(folder))).not.toEqual([]);
  }
  const texts = await Promise.all(
    sources.map(async (path) => ({ path, text: await readFile(`${ROOT}/${path}`, 'utf8') })),
  );
  const lines = texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      return NAMES.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [];
    }),
  );
  expect(lines).toEqual([]);
});
