import { expect, test } from 'vitest';
import { parseConfig } from '../../worker/config/index.ts';
import { LOOK_COST, ROUND_COST } from '../worker/watch/round-cost.ts';
import { slackForm, slackPost } from '../worker/signed-requests.ts';
import { openApp, SECRETS, SERVICES } from '../worker/open-app.ts';
import { codeBlocks, docs, tableOf } from './read-readme.ts';
import { readAsVariable } from './worker/read-jsonc.ts';

const text = docs('watch');

test('docs/watch.md quotes what a look and a round cost, as they are counted in workerd', () => {
  const quoted = tableOf(text, 'for each service and look').map(([, counted]) => Number(counted));
  expect(quoted).toEqual(Object.values(LOOK_COST));
  expect(text).toContain(`A round adds an alarm and ${ROUND_COST.rowsWritten} rows.`);
  expect(ROUND_COST.alarms).toBe(1);
});

test('the share of the free plan is that of 50 services', () => {
  const share = (rounds: number) =>
    Math.round((100 * rounds * (50 * LOOK_COST.rowsWritten + 1)) / 100_000);
  expect(text).toContain(`${share(24)} % of its rows`);
  expect(text).toContain(`and ${share(96)} %`);
});

test('its snippets can be pasted into the configuration', async () => {
  const snippets = await Promise.all(codeBlocks(text, 'jsonc').map(readAsVariable));
  expect(snippets).toHaveLength(2);
  for (const snippet of snippets) {
    const { services, ...rest } = Object(snippet);
    const prod = { ...SERVICES.prod, ...services?.prod };
    const CONFIG = { services: { prod }, ...rest };
    expect(parseConfig({ CONFIG, ...SECRETS })).toMatchObject({ ok: true });
  }
  const [watch] = snippets;
  expect(Object(watch).watch.every).toBe('1h');
});

test('the command that it shows is understood', async () => {
  const [command = ''] = codeBlocks(text, 'text');
  const config = { services: SERVICES, slack: { allow: [{}] }, watch: {} };
  const form = slackForm(command.trim().replace('/backup ', ''));
  const answer = await openApp({ config }).app.request(...slackPost(form));
  expect(JSON.stringify(await answer.json())).toContain('are not told until');
});
