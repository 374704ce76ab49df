import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../worker/config/index.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import { webhookTarget } from '../../../worker/notify/webhook/schema.ts';
import { CONFIG, CRM, SECRETS, SERVICES } from '../open-app.ts';
import { problemsWith } from './problems.ts';

const KNOWN = 'use one of the names in services: prod, shop, archive';
const ONLY_STATUS =
  "ByCloud's API cannot start backups, so this service works only with /backup status; use another one";
const A_TARGET =
  'use an https:// URL (http:// only on this machine) without credentials or fragment';
const SIGNING =
  'use the name of a secret that is set and holds Standard Webhooks secrets: whsec_ and at least 16 characters of base64, separated by spaces';

const TOKEN = { SLACK_BOT_TOKEN: 'xoxb-test-token' };
const trigger = { event: 'push', repository: 'acme/shop', service: 'prod' };
const hook = { on: 'all', webhook: 'https://example.com/hook?key=1', secret: 'WEBHOOK_SECRET' };

describe('an allow rule', () => {
  test.each<[object, string]>([
    [{ services: ['prod', 'nope'] }, `services[1]: ${KNOWN}`],
    [{ services: 'prod' }, 'services: must be a list: [ … ]'],
    [{ services: null }, 'services: must be a list: [ … ]'],
    [{ channels: ['#general'] }, 'channels[0]: use a Slack id such as C024BE91L, not a name'],
    [{ users: ['anna'] }, 'users[0]: use a Slack id such as U061F7AUR, not a name'],
    [{ team: 'acme' }, 'team: use a Slack id such as T024BE7LD, not a name'],
    [{ user: ['U1'] }, 'user: unknown key; allowed: team, channels, users, services, may'],
  ])('%j is refused', (rule, problem) => {
    expect(problemsWith({ slack: { allow: [{}, rule] } })).toEqual([`slack.allow[1].${problem}`]);
  });

  test('may name a service that can only be looked at', () => {
    expect(problemsWith({ slack: { allow: [{ services: ['archive'] }] } })).toEqual([]);
  });
});

describe('a trigger', () => {
  test.each<[object, string]>([
    [{ event: 'fork' }, 'event: use one of deployment, release, push'],
    [{ repository: 'shop' }, 'repository: use a repository such as acme/shop'],
    [
      { repository: 'https://github.com/acme/shop' },
      'repository: use a repository such as acme/shop',
    ],
    [{ service: 'nope' }, `service: ${KNOWN}`],
    [{ service: 'archive' }, `service: ${ONLY_STATUS}`],
    [{ type: 'all' }, 'type: use one of full, incremental, binarylog, dump, snapshot'],
    [
      { branch: 'refs/heads/main' },
      'branch: use the name of a branch such as main, without refs/heads/',
    ],
    [
      { environment: 'production' },
      'environment: unknown key; allowed: event, repository, service, type, branch',
    ],
    [
      { event: 'release', branch: 'main' },
      'branch: unknown key; allowed: event, repository, service, type',
    ],
    [
      { event: 'deployment', branch: 'main' },
      'branch: unknown key; allowed: event, repository, service, type, environment',
    ],
    [
      { event: 'deployment', environment: '' },
      'environment: use the name of an environment such as production',
    ],
  ])('%j is refused', (over, problem) => {
    const triggers = [{ ...trigger, ...over }];
    expect(problemsWith({ github: { triggers } })).toEqual([`github.triggers[0].${problem}`]);
  });

  test('cannot ask for a type that the service does not have', () => {
    const services = { ...SERVICES, crm: CRM };
    const problemsOf = (type: string) =>
      problemsWith({ services, github: { triggers: [{ ...trigger, service: 'crm', type }] } });
    expect(problemsOf('dump')).toEqual(['github.triggers[0].type: use snapshot']);
    expect(problemsOf('snapshot')).toEqual([]);
  });

  test.each<[string, object, object, boolean]>([
    ['of the same branch', { branch: 'main' }, { branch: 'main', type: 'dump' }, true],
    ['of any branch', { branch: 'main' }, {}, true],
    ['of the repository in another case', {}, { repository: 'Acme/Shop' }, true],
    [
      'of the environment in another case',
      { event: 'deployment', environment: 'production' },
      { event: 'deployment', environment: 'Production' },
      true,
    ],
    [
      'of another environment',
      { event: 'deployment', environment: 'production' },
      { event: 'deployment', environment: 'test' },
      false,
    ],
    ['of the branch in another case', { branch: 'main' }, { branch: 'Main' }, false],
    ['of another branch', { branch: 'main' }, { branch: 'next' }, false],
    ['of another service', {}, { service: 'shop' }, false],
    ['of another repository', {}, { repository: 'acme/web' }, false],
    ['of another event', {}, { event: 'release' }, false],
  ])('beside one %s is ambiguous: %j, %j: %s', (_, one, other, ambiguous) => {
    const triggers = [
      { ...trigger, ...one },
      { ...trigger, ...other },
    ];
    expect(problemsWith({ github: { triggers } })).toEqual(
      ambiguous
        ? [
            'github.triggers[1]: github.triggers[0] requests the same service for the same event; keep one of them',
          ]
        : [],
    );
  });
});

test.each<[unknown, string]>([
  [['prod', 'nope'], `webhook.services[1]: ${KNOWN}`],
  [['archive'], `webhook.services[0]: ${ONLY_STATUS}`],
  [[7], `webhook.services[0]: ${KNOWN}`],
  ['prod', 'webhook.services: must be a list: [ … ]'],
])('webhook services %j are refused', (services, problem) => {
  expect(problemsWith({ webhook: { services } })).toEqual([problem]);
});

describe('a notification', () => {
  test.each<[object, string]>([
    [{ ...hook, on: 'success' }, 'on: use one of failure, all'],
    [{ ...hook, webhook: 'http://example.com' }, `webhook: ${A_TARGET}`],
    [{ ...hook, webhook: 'example.com' }, `webhook: ${A_TARGET}`],
    [{ ...hook, secret: 'NOT_SET' }, `secret: ${SIGNING}`],
    [{ ...hook, secret: 'SKYSQL_API_KEY' }, `secret: ${SIGNING}`],
    [{ on: 'all', webhook: hook.webhook }, `secret: ${SIGNING}`],
    [{ ...hook, slack: 'C2' }, 'slack: unknown key; allowed: on, webhook, secret'],
    [{ on: 'all', slack: '#general' }, 'slack: use a Slack id such as C024BE91L, not a name'],
    [{ on: 'all' }, 'slack: use a Slack id such as C024BE91L, not a name'],
  ])('%j is refused', (target, problem) => {
    expect(problemsWith({ notify: [target] }, TOKEN)).toEqual([`notify[0].${problem}`]);
  });

  test('to a channel needs the bot, for nobody asked from there', () => {
    const notify = [{ on: 'failure', slack: 'C2' }];
    expect(problemsWith({ notify })).toEqual([
      'notify[0].slack: set the secret SLACK_BOT_TOKEN too',
    ]);
    expect(problemsWith({ notify }, TOKEN)).toEqual([]);
  });

  test('is kept with the name of its secret, not with the secret', () => {
    const notify = [{ on: 'failure', slack: 'C2' }, hook];
    const parsed = parseConfig({ CONFIG: { ...CONFIG, notify }, ...SECRETS, ...TOKEN });
    expect(parsed.ok && parsed.value.notify).toEqual([
      { on: 'failure', target: slackTarget('C2') },
      { on: 'all', target: webhookTarget(hook.webhook, 'WEBHOOK_SECRET') },
    ]);
  });
});
