import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { githubRequester } from '../../../worker/entrances/github/requester.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import { jobRequester } from '../../../worker/entrances/verdict/requester.ts';
import { parseConfig } from '../../../worker/config/index.ts';
import { isEnded, RUN_STATES, type RunState } from '../../../shared/backup-run/run.ts';

const ENDED = RUN_STATES.filter((state) => isEnded({ state }));
import { runToJson } from '../../../worker/orders/run-json.ts';
import { backup } from '../../shared/domain/evidence-fixture.ts';
import { bySlack, run } from '../../worker/run-fixture.ts';
import { CONFIG, openApp, SECRETS } from '../../worker/open-app.ts';
import { codeBlocks, MARKDOWN } from '../read-readme.ts';
import { readAsVariable } from './read-jsonc.ts';
import { explained, RUN } from './section.ts';

const WORKER_FOLDER = new URL('../../../worker/', import.meta.url);
const SECURITY = MARKDOWN.get('SECURITY.md');

async function readSources(): Promise<string> {
  const names = await readdir(WORKER_FOLDER, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts'));
  const texts = sources.map((name) => readFile(new URL(name, WORKER_FOLDER), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

test('docs/ lists the routes that the Worker has, and SECURITY.md speaks of each', () => {
  const routes = openApp({ statusTokens: ['a-status-token'] }).app.routes.filter(
    ({ method, path }) => method !== 'ALL' && path !== '*',
  );
  const named = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(explained('route').toSorted()).toEqual([...new Set(named)].toSorted());
  for (const route of named) expect(SECURITY).toContain(`\`${route}\``);
});

test('docs/ shows a run with all that it can have', async () => {
  const [block = ''] = codeBlocks(RUN, 'jsonc');
  const full = run({
    id: 'prod.6f1f0a6c9f3f4f0b8a4f0e2d5c7b9a10',
    requestedBy: [
      bySlack({ team: 'T024BE7LD', channel: 'C024BE91L', user: 'U061F7AUR' }),
      githubRequester({ event: 'release', repository: 'acme/shop' }),
      webhookRequester('release 4.2'),
      jobRequester({ repository: 'acme/shop', runId: '9876543210', actor: 'octocat' }),
    ],
    acceptedAt: Date.UTC(2026, 10, 20, 17, 50),
    startedAt: Date.UTC(2026, 10, 20, 17, 50, 3),
    finishedAt: Date.UTC(2026, 10, 20, 17, 54),
    backup: backup({ id: '5f0c:dbtgf28044362:pod-0' }),
    message: '…',
  });
  expect(await readAsVariable(block)).toEqual(runToJson(full, true));
});

test('docs/ explains every state of a run, those that end it last', () => {
  const states: Record<RunState, true> = {
    accepted: true,
    requesting: true,
    running: true,
    succeeded: true,
    failed: true,
    'timed-out': true,
  };
  expect(explained('state')).toEqual(Object.keys(states));
  expect(explained('state').slice(-ENDED.length)).toEqual(ENDED);
});

test('docs/ names the secrets that the Worker reads, and no others', async () => {
  const source = await readFile(new URL('config/secrets.ts', WORKER_FOLDER), 'utf8');
  const read = [...new Set(source.match(/(?<=')[A-Z]+(?:_[A-Z]+)+(?=')/g))];
  expect(explained('secret').toSorted()).toEqual(read.toSorted());
  for (const name of explained('secret')) {
    const parsed = parseConfig({ CONFIG, ...SECRETS, [name]: 'short' });
    expect(parsed.ok || parsed.problem).toEqual([
      expect.stringMatching(`^${name}: each value needs`),
    ]);
  }
});

test('docs/ explains every event in the log', async () => {
  const calls = (await readSources()).matchAll(
    /\b(?:log|console\.\w+)\(\{\s*event: '(?<event>[a-z-]+)'/g,
  );
  const events = [...calls].map(({ groups = {} }) => groups['event']);
  expect(explained('event').toSorted()).toEqual([...new Set(events)].toSorted());
});
