import { describe, expect, test } from 'vitest';
import { checkConfig, parseConfig } from '../../../worker/config/index.ts';
import { pagerDutyTarget } from '../../../worker/notify/pagerduty/schema.ts';
import { secretTarget } from '../../../worker/notify/secret-channel.ts';
import { CONFIG, SECRETS } from '../open-app.ts';
import { problemsWith } from './problems.ts';

const KEY = '0123456789abcdef0123456789ABCDEF';
const WORKFLOW =
  'https://default0a1b.2c.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0a1b/triggers/manual/paths/invoke?api-version=1&sig=abc';
const WEBHOOK = 'https://discord.com/api/webhooks/223704706495545344/3d89bb7572e0_fb-30d8';

const HOLDS = {
  pagerduty: 'one integration key of PagerDuty, 32 letters and digits',
  teams:
    'one URL of a Teams workflow, https://….api.powerplatform.com/… or https://….logic.azure.com/…, and not of a connector',
  discord: 'one URL of a Discord webhook, https://discord.com/api/webhooks/…',
  ntfy: 'one URL of a topic of ntfy, https://ntfy.sh/…, and after a space its access token, tk_…, if it needs one',
};
type Kind = keyof typeof HOLDS;
const KINDS = ['pagerduty', 'teams', 'discord', 'ntfy'] as const;

function problemsOf(kind: Kind, value?: unknown, over: object = {}): readonly string[] {
  const notify = [{ on: 'failure', [kind]: 'CHANNEL_SECRET', ...over }];
  return problemsWith({ notify }, { CHANNEL_SECRET: value });
}

const refused = (kind: Kind, more = '') => [
  `notify[0].${kind}: use the name of a secret that is set and holds ${HOLDS[kind]}${more}`,
];

describe('a channel takes', () => {
  test.each<[Kind, string]>([
    ['pagerduty', KEY],
    ['pagerduty', ` ${KEY}\n`],
    ['teams', WORKFLOW],
    [
      'teams',
      'https://prod-12.westeurope.logic.azure.com:443/workflows/0a1b/triggers/manual/paths/invoke?sig=a',
    ],
    ['teams', 'http://127.0.0.1:8080/workflows/0a1b'],
    ['discord', WEBHOOK],
    ['discord', 'https://canary.discord.com/api/v10/webhooks/223704706495545344/3d89?thread_id=7'],
    ['discord', 'http://localhost:8080/api/webhooks/1/a'],
    ['ntfy', 'https://ntfy.sh/acme-backups_7fQ'],
    ['ntfy', 'https://ntfy.example.com/acme tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2'],
    ['ntfy', 'https://example.com/ntfy/acme\ntk_a'],
  ])('%s: %s', (kind, value) => {
    expect(problemsOf(kind, value)).toEqual([]);
  });
});

describe('a channel does not take', () => {
  test.each<[Kind, string]>([
    ['pagerduty', KEY.slice(1)],
    ['pagerduty', `${KEY}0`],
    ['pagerduty', `${KEY} ${KEY}`],
    ['pagerduty', `${KEY.slice(1)}-`],
    ['pagerduty', 'https://events.pagerduty.com/v2/enqueue'],
    ['teams', 'https://acme.webhook.office.com/webhookb2/0a1b/IncomingWebhook/workflows/c'],
    ['teams', 'https://outlook.office.com/webhook/workflows/0a1b'],
    ['teams', 'https://teams.microsoft.com/l/channel/19'],
    ['teams', WORKFLOW.replace('https', 'http')],
    ['teams', `${WORKFLOW} ${WORKFLOW}`],
    ['discord', 'https://discord.com/channels/1/2'],
    ['discord', `${WEBHOOK}/slack`],
    ['discord', `${WEBHOOK}#`],
    ['discord', WEBHOOK.replace('https', 'http')],
    ['discord', WEBHOOK.replace('https://', 'https://user:pass@')],
    ['discord', `${WEBHOOK} ${WEBHOOK}`],
    ['ntfy', 'https://ntfy.example.com'],
    ['ntfy', 'https://ntfy.example.com/'],
    ['ntfy', 'https://ntfy.sh/a,b'],
    ['ntfy', `https://ntfy.sh/${'a'.repeat(65)}`],
    ['ntfy', 'https://ntfy.sh/acme?auth=abc'],
    ['ntfy', 'https://:tk_abc@ntfy.sh/acme'],
    ['ntfy', 'http://ntfy.sh/acme'],
    ['ntfy', 'https://ntfy.sh/acme abc'],
    ['ntfy', 'https://ntfy.sh/acme tk_a tk_b'],
    ['ntfy', 'acme'],
  ])('%s: %s', (kind, value) => {
    expect(problemsOf(kind, value)).toEqual(refused(kind, '; CHANNEL_SECRET holds something else'));
  });

  test.each(KINDS)('a secret that is not set, and names it: %s', (kind) => {
    for (const value of [undefined, '', ' \n']) {
      expect(problemsOf(kind, value)).toEqual(refused(kind, '; CHANNEL_SECRET is not set'));
    }
  });

  test.each(KINDS)('the value in the place of the name, and does not show it: %s', (kind) => {
    for (const value of [
      KEY,
      KEY.toUpperCase(),
      WORKFLOW,
      WEBHOOK,
      'https://ntfy.sh/x',
      'tk_abc',
      7,
    ]) {
      expect(problemsOf(kind, KEY, { [kind]: value })).toEqual(
        typeof value === 'string'
          ? refused(kind)
          : [expect.stringMatching(/^notify\[0\]\.\w+: use /)],
      );
    }
  });

  test.each(KINDS)('keys of another channel: %s', (kind) => {
    const allowed = kind === 'pagerduty' ? 'on, pagerduty, apiUrl' : `on, ${kind}`;
    const good = { pagerduty: KEY, teams: WORKFLOW, discord: WEBHOOK, ntfy: 'https://ntfy.sh/a' };
    expect(problemsOf(kind, good[kind], { secret: 'WEBHOOK_SECRET' })).toEqual([
      `notify[0].secret: unknown key; allowed: ${allowed}`,
    ]);
  });
});

test('a channel is kept with the name of its secret, not with the secret', () => {
  const secrets = {
    PAGERDUTY_KEY: KEY,
    TEAMS_URL: WORKFLOW,
    DISCORD_URL: WEBHOOK,
    NTFY_URL: 'https://ntfy.sh/acme-backups tk_abcdef',
  };
  const notify = [
    { on: 'failure', pagerduty: 'PAGERDUTY_KEY' },
    { on: 'all', pagerduty: 'PAGERDUTY_KEY', apiUrl: 'https://events.eu.pagerduty.com/' },
    { on: 'failure', teams: 'TEAMS_URL' },
    { on: 'all', discord: 'DISCORD_URL' },
    { on: 'failure', ntfy: 'NTFY_URL' },
  ];
  const parsed = parseConfig({ CONFIG: { ...CONFIG, notify }, ...SECRETS, ...secrets });
  expect(parsed.ok && parsed.value.notify).toEqual([
    { on: 'failure', target: pagerDutyTarget('PAGERDUTY_KEY') },
    {
      on: 'all',
      target: pagerDutyTarget('PAGERDUTY_KEY', {
        apiUrl: 'https://events.eu.pagerduty.com',
        warnings: true,
      }),
    },
    { on: 'failure', target: secretTarget('teams', 'TEAMS_URL') },
    { on: 'all', target: secretTarget('discord', 'DISCORD_URL') },
    { on: 'failure', target: secretTarget('ntfy', 'NTFY_URL') },
  ]);
  const kept = JSON.stringify(parsed.ok && parsed.value.notify);
  expect(kept).not.toMatch(/0123456789|powerplatform|webhooks|ntfy\.sh|tk_/);
});

test.each(['http://events.pagerduty.com', 'https://events.pagerduty.com?x=1', 'events', 7])(
  'the address of PagerDuty cannot be %s',
  (apiUrl) => {
    expect(problemsOf('pagerduty', KEY, { apiUrl })).toEqual([
      'notify[0].apiUrl: use an https:// URL (http:// only on this machine) without credentials, query or fragment',
    ]);
  },
);

test.each(KINDS)('before a deployment only the name can be checked: %s', (kind) => {
  const check = (name: string) => {
    const config = { ...CONFIG, notify: [{ on: 'failure', [kind]: name }] };
    return checkConfig(config, { env: {}, secrets: 'unknown' }).ok;
  };
  expect(check('CHANNEL_SECRET')).toBe(true);
  expect(check('https://example.com')).toBe(false);
});
