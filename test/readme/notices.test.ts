import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MARKED } from '../../shared/report/medium.ts';
import { parseConfig } from '../../worker/config/index.ts';
import { CHANNELS } from '../../worker/notify/registry.ts';
import {
  targetsOf,
  targetsOfChange,
  targetsOfOverride,
  targetsOfScheduleChange,
} from '../../worker/notify/targets.ts';
import { changeToJson } from '../../worker/notify/webhook/change-json.ts';
import { change } from '../worker/change-fixture.ts';
import { CONFIG, SECRETS } from '../worker/open-app.ts';
import { run } from '../worker/run-fixture.ts';
import { codeBlocks, tableOf } from './read-readme.ts';
import { readAsVariable } from './worker/read-jsonc.ts';

const text = await readFile(new URL('../../docs/notices.md', import.meta.url), 'utf8');
const [all = '', ...entries] = codeBlocks(text, 'json');

const CHANNEL_SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-test-token',
  PAGERDUTY_KEY: '0123456789abcdef0123456789abcdef',
  TEAMS_URL: 'https://default0a1b.environment.api.powerplatform.com/workflows/0a1b?sig=abc',
  DISCORD_URL: 'https://discord.com/api/webhooks/223704706495545344/3d89bb7572e0',
  NTFY_URL: 'https://ntfy.sh/backups-0a1b2c3d',
  NOTIFY_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};

function rulesOf(notify: unknown) {
  const parsed = parseConfig({ CONFIG: { ...CONFIG, notify }, ...SECRETS, ...CHANNEL_SECRETS });
  if (!parsed.ok) throw new Error(parsed.problem.join('\n'));
  return parsed.value.notify;
}

test('the example of `notify` can be pasted, and has an entry for each channel', () => {
  const kinds = rulesOf(JSON.parse(all).notify).map(({ target }) => target.kind);
  expect(kinds.toSorted()).toEqual(CHANNELS.map(({ kind }) => kind).toSorted());
});

test('each entry that is shown with its channel can be pasted', () => {
  const shown = entries.map((entry) => JSON.parse(entry));
  expect(rulesOf(shown)).toHaveLength(CHANNELS.length - 1);
});

test('each secret that is to be set is one that the example names', () => {
  const put = [...text.matchAll(/secret put (\w+)/g)].map(([, name]) => name);
  expect(new Set(put)).toEqual(new Set(['PAGERDUTY_KEY', 'TEAMS_URL', 'DISCORD_URL', 'NTFY_URL']));
  for (const name of put) expect(all).toContain(`"${name}"`);
});

test('the table says who is told what', () => {
  const told = (on: 'failure' | 'all') => {
    const rules = rulesOf([{ on, slack: 'C061EG9SL' }]);
    const ofChange = (worst: 'warn' | 'block') => targetsOfChange({ worst }, rules).length > 0;
    const ofRun = (state: 'succeeded' | 'failed') =>
      targetsOf(run({ state, requestedBy: [] }), rules).length > 0;
    const [blocks, warns] = [ofChange('block'), ofChange('warn')];
    const schedules = targetsOfScheduleChange(rules).length > 0;
    // What turns to block, and what becomes of it.
    return [blocks, blocks, warns, schedules, ofRun('failed'), ofRun('succeeded')];
  };
  const columns = [told('failure'), told('all')];
  const table = tableOf(text, 'what happened');
  const rows = table.slice(0, 6);
  const [, ...override] = table.at(-1) ?? [];
  expect(override.map((cell) => cell === 'yes')).toEqual(
    (['failure', 'all'] as const).map(
      (on) => targetsOfOverride(rulesOf([{ on, slack: 'C061EG9SL' }])).length > 0,
    ),
  );
  expect(rows.map(([, ...cells]) => cells.map((cell) => cell.startsWith('yes')))).toEqual(
    rows.map((_, row) => columns.map((column) => column[row])),
  );
});

test('the webhook that is shown is one that is sent', async () => {
  const [block = ''] = codeBlocks(text, 'jsonc');
  const at = Date.UTC(2026, 10, 25, 3, 15);
  const shown = changeToJson(
    change({
      incident: 'prod-1795576500000',
      findings: [
        {
          severity: 'block',
          fact: `Last backup failed (${MARKED.quote('full')}, 25 Nov 02:00 UTC).`,
          remedy: `Take one now: ${MARKED.code('/backup prod')} in Slack, or in MariaDB Cloud's portal.`,
        },
      ],
      recoveryPoint: Date.UTC(2026, 10, 23, 5),
      nextDue: Date.UTC(2026, 10, 26, 2),
      openedAt: at,
      at,
    }),
  );
  expect(await readAsVariable(block)).toEqual({
    type: 'verdict.changed',
    timestamp: shown.openedAt,
    data: shown,
  });
});
