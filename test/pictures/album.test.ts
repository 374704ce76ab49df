import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ALBUM, DOCS, filesOf, MAX_DOCS_BYTES } from './album.ts';
import { findChromium } from './chromium.ts';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('index.ts', import.meta.url));
const IMAGES = new URL('../../docs/images/', import.meta.url);

const files = filesOf(ALBUM);

test('everything that people see is taken, on light and on dark', () => {
  const wanted = [
    'summary-blocks summary-passes summary-gate-warn summary-outage summary-invalid-inputs',
    'summary-12-services summary-40-services charts annotations statuses issue-opened issue-closed',
    'slack-run slack-status status-few status-12-services status-phone status-service',
  ];
  const names = wanted.flatMap((line) => line.split(' '));
  expect(files).toEqual(names.flatMap((name) => [`${name}-light.png`, `${name}-dark.png`]));
});

test.each(Object.entries(DOCS))(
  '%s of the documentation is there, and small',
  async (name, taken) => {
    expect(files).toContain(taken);
    const image = await readFile(new URL(name, IMAGES));
    expect(image.subarray(1, 4).toString()).toBe('PNG');
    expect(image.byteLength).toBeLessThan(MAX_DOCS_BYTES);
  },
);

test('none of the others is committed', async () => {
  const { stdout } = await run('git', ['ls-files', 'out'], { cwd: HERE });
  expect(stdout).toBe('');
  await expect(run('git', ['check-ignore', 'out/x.png'], { cwd: HERE })).resolves.toBeTruthy();
});

test('the Chromium that is asked for is taken, or none; else the first that is there', () => {
  const isThere = (path: string) => ['/opt/mine', '/usr/bin/chromium-browser'].includes(path);
  expect(findChromium('/opt/mine', isThere)).toBe('/opt/mine');
  expect(findChromium('/opt/other', isThere)).toBeNull();
  expect(findChromium(undefined, isThere)).toBe('/usr/bin/chromium-browser');
  expect(findChromium('', () => false)).toBeNull();
});

test('without a Chromium one line says how to get it', { timeout: 60_000 }, async () => {
  const env = { PATH: process.env['PATH'] ?? '', CHROMIUM: '/nowhere/chromium' };
  const ended = run(process.execPath, [PROGRAM], { env });
  await expect(ended).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^No Chromium here\. Install it \(.*apt-get.*CHROMIUM.*\n$/),
  });
});
