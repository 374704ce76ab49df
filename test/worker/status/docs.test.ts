import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { NOW } from '../run-fixture.ts';
import { codeBlocks, codeWords, tableOf } from '../../readme/read-readme.ts';
import { readAsVariable } from '../../readme/worker/read-jsonc.ts';
import { failedView, STATUS_TOKEN } from './board-fixture.ts';
import { parseExposition } from './exposition.ts';
import { openStatus } from './open-status.ts';

const PAGE = await readFile(new URL('../../../docs/status-page.md', import.meta.url), 'utf8');

const SNOOZED = failedView({ snooze: { until: NOW + 1, who: 'anna', why: 'migration' } });

test('the documentation names every address of the status', () => {
  const routes = openStatus()
    .app.routes.filter(({ method, path }) => method === 'GET' && /^\/status|^\/metrics/.test(path))
    .map(({ path }) => path.replace(':token', '<TOKEN>').replace(':name', '<SERVICE>'));
  const named = tableOf(PAGE, 'address below `https://<YOUR-WORKER>`').flatMap(([cell = '']) =>
    codeWords(cell),
  );
  const badges = ['svg', 'json'].map((format) => `/status/<TOKEN>/badge/<SERVICE>.${format}`);
  const all = routes.flatMap((path) => (path.endsWith('/:file') ? badges : path));
  expect([...named, '/metrics'].toSorted()).toEqual(all.toSorted());
});

test('the documentation lists every metric with its type, its labels and its states', async () => {
  const families = parseExposition(await openStatus([SNOOZED]).text('/metrics'));
  const real = families.map(({ name, type, series }) => [
    name,
    type,
    Object.keys(series[0]?.labels ?? {}).join(),
  ]);
  const rows = tableOf(PAGE, 'metric');
  const told = rows.map(([name = '', type, labels = '']) => [
    codeWords(name)[0],
    type,
    codeWords(labels).join(),
  ]);
  expect(told).toEqual(real);
  const states = families.at(-1)?.series.map(({ labels }) => labels['state']);
  expect(codeWords(rows.at(-1)?.[3] ?? '')).toEqual(states);
});

test('the documentation asks only for metrics that there are', async () => {
  const families = parseExposition(await openStatus([SNOOZED]).text('/metrics'));
  const asked = codeBlocks(PAGE, 'yml').flatMap((block) => block.match(/backup_gate_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(0);
  expect(families.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(asked)]));
});

test('the documentation shows a service in JSON with all keys that it can have, in their order', async () => {
  const block = codeBlocks(PAGE, 'jsonc').find((each) => each.includes('"version"')) ?? '';
  const shown = JSON.parse(JSON.stringify(await readAsVariable(block)));
  const real = JSON.parse(await openStatus([SNOOZED]).text('/status.json'));
  expect(Object.keys(shown)).toEqual(Object.keys(real));
  expect(Object.keys(shown.services[0])).toEqual(Object.keys(real.services[0]));
});

test('the documentation shows no token', () => {
  expect(PAGE).not.toContain(STATUS_TOKEN);
});
