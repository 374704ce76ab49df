import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Clock, createClock } from '../../emulator/clock.ts';
import { type GitHubAppEmulator, startGitHubApp } from '../../emulator/github-app/index.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import {
  addNightlyBackups,
  addNightlySchedule,
} from '../../emulator/mariadb-cloud/nightly-backups.ts';
import { type OidcIssuer, startOidcIssuer } from '../../emulator/oidc-issuer/index.ts';
import { type SlackEmulator, startSlack } from '../../emulator/slack/index.ts';
import { type LocalWorker, startLocalWorker } from '../../worker/local-worker.ts';

/** The Worker in workerd, with the services around it that it talks to. */
export interface WorkerStage {
  readonly worker: LocalWorker;
  readonly cloud: MariadbCloudEmulator;
  readonly slack: SlackEmulator;
  /** Signs the tokens of jobs as GitHub does. */
  readonly issuer: OidcIssuer;
  /** GitHub, as the App with the protection rule sees it. */
  readonly github: GitHubAppEmulator;
  readonly secrets: typeof secrets;
  /** What the Worker has logged so far, an event a line. */
  readonly logged: readonly string[];
}

/** New at every start: nothing that is printed here opens anything elsewhere. */
const secrets = {
  SKYSQL_API_KEY: `skysql.1zzz.${randomBytes(8).toString('hex')}`,
  SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
  SLACK_BOT_TOKEN: `xoxb-${randomBytes(12).toString('hex')}`,
  GITHUB_WEBHOOK_SECRET: randomBytes(16).toString('hex'),
  WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
  STATUS_TOKEN: randomBytes(16).toString('hex'),
  GITHUB_APP_ID: '424242',
  GITHUB_APP_PRIVATE_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString(),
};

/** Services by their names in the configuration. */
export const SERVICES = {
  prod: 'dbtgf28044362',
  shop: 'dbtgf28044377',
  failing: 'dbtgf28044388',
  orders: 'dbtgf28044399',
  invoices: 'dbtgf28044403',
  hanging: 'dbtgf28044410',
  billing: 'dbtgf28044421',
};

/** How last night's backup of these ended, where it did not succeed. */
const LAST_STATUS: ReadonlyMap<string, string> = new Map([
  [SERVICES.failing, 'Failed'],
  [SERVICES.orders, 'Failed'],
  [SERVICES.billing, 'Failed'],
  [SERVICES.invoices, 'Failed'],
  [SERVICES.hanging, 'Running'],
]);

/** How every requested backup of `failing` goes. */
export const FAILURE = {
  outcome: 'Failed',
  message: 'Backup failed: no space is left on the storage.',
  bytes: null,
};

/** The event in GitHub that asks for a backup. */
export const DEPLOYMENT = { repository: 'acme/shop', environment: 'production', service: 'shop' };

/** The environment whose deployments GitHub holds. */
export const PROTECTED = { repository: 'acme/shop', environment: 'live', service: 'billing' };

/** Who is in the emulated Slack. */
export const TEAM = 'T1';
export const CHANNEL = { id: 'C1', name: 'deploys' };
export const USER = { id: 'U1', name: 'anna' };

/**
 * Lends the stage, and clears it whatever happens. The clock is that of the services around the
 * Worker, by default with the real time, which the Worker always has.
 */
export async function withWorkerStage<Result>(
  use: (stage: WorkerStage) => Promise<Result>,
  { clock = createClock({ ticking: true }) }: { readonly clock?: Clock } = {},
): Promise<Result> {
  const cloud = await startMariadbCloud({ clock, apiKey: secrets.SKYSQL_API_KEY });
  const slack = await startSlack({ clock, apiKey: secrets.SLACK_BOT_TOKEN });
  const github = await startGitHubApp({
    clock,
    appIds: [secrets.GITHUB_APP_ID],
    privateKey: secrets.GITHUB_APP_PRIVATE_KEY,
    webhookSecret: secrets.GITHUB_WEBHOOK_SECRET,
  });
  const issuer = await startOidcIssuer({ clock, apiKey: randomBytes(16).toString('hex') });
  issuer.settings.job = { environment: DEPLOYMENT.environment };
  try {
    addServices(cloud);
    github.install({
      id: 7,
      repositories: [{ id: 1, fullName: PROTECTED.repository }],
      permissions: { actions: 'read', deployments: 'write' },
    });
    slack.addChannel(CHANNEL);
    const logged: string[] = [];
    const worker = await startLocalWorker({
      config: configFor({
        baseUrl: cloud.url,
        slackApi: slack.apiUrl,
        githubApi: github.url,
        issuer: issuer.url,
      }),
      secrets,
      onLog: (event) => void logged.push(event.replaceAll(/\s*\n\s*/g, ' ')),
    });
    try {
      return await use({ worker, cloud, slack, issuer, github, secrets, logged });
    } finally {
      await worker.stop();
    }
  } finally {
    await Promise.all([cloud.close(), slack.close(), issuer.close(), github.close()]);
  }
}

/** Of failing, every backup that is asked for fails too. */
function addServices(cloud: MariadbCloudEmulator): void {
  for (const service of Object.values(SERVICES)) {
    const lastStatus = LAST_STATUS.get(service) ?? 'Succeeded';
    addNightlySchedule(cloud, service);
    addNightlyBackups(cloud, { service, count: 7, lastStatus });
  }
  cloud.everyBackup(SERVICES.failing, FAILURE);
}

interface Addresses {
  readonly baseUrl: string;
  readonly slackApi: string;
  readonly githubApi: string;
  readonly issuer: string;
}

function configFor({ baseUrl, slackApi: apiUrl, githubApi, issuer }: Addresses) {
  const { service, ...place } = PROTECTED;
  const { repository, environment } = DEPLOYMENT;
  const names = Object.keys(SERVICES);
  const services = Object.entries(SERVICES).map(([name, id]) => {
    const minInterval = '1m';
    const credential = 'SKYSQL_API_KEY';
    return [name, { provider: 'mariadb-cloud', service: id, credential, baseUrl, minInterval }];
  });
  return {
    services: Object.fromEntries(services),
    slack: { apiUrl, allow: [{ team: TEAM, channels: [CHANNEL.id], services: names }] },
    github: {
      apiUrl: githubApi,
      triggers: [{ event: 'deployment', ...DEPLOYMENT }],
      protect: [{ ...place, services: [service], onBlock: 'hold', holdFor: '30m' }],
    },
    webhook: { services: names },
    oidc: { issuer, allow: [{ repository, environment }] },
    watch: { every: '1h' },
    notify: [{ on: 'all', slack: CHANNEL.id }],
  };
}
