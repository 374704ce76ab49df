import { randomBytes } from 'node:crypto';
import { createClock } from '../../emulator/clock.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import {
  addNightlyBackups,
  addNightlySchedule,
} from '../../emulator/mariadb-cloud/nightly-backups.ts';
import { type SlackEmulator, startSlack } from '../../emulator/slack/index.ts';
import { type LocalWorker, startLocalWorker } from '../../worker/local-worker.ts';

/** The Worker in workerd, with the two services around it that it talks to. */
export interface WorkerStage {
  readonly worker: LocalWorker;
  readonly cloud: MariadbCloudEmulator;
  readonly slack: SlackEmulator;
  readonly secrets: typeof secrets;
}

/** New at every start: nothing that is printed here opens anything elsewhere. */
const secrets = {
  SKYSQL_API_KEY: `skysql.1zzz.${randomBytes(8).toString('hex')}`,
  SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
  SLACK_BOT_TOKEN: `xoxb-${randomBytes(12).toString('hex')}`,
  WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
};

/** Services by their names in the configuration. */
export const SERVICES = { prod: 'dbtgf28044362', shop: 'dbtgf28044377' };

/** Who is in the emulated Slack. */
export const TEAM = 'T1';
export const CHANNEL = { id: 'C1', name: 'deploys' };
export const USER = { id: 'U1', name: 'anna' };

/** Lends the stage, and clears it whatever happens. Time is the real one. */
export async function withWorkerStage<Result>(
  use: (stage: WorkerStage) => Promise<Result>,
): Promise<Result> {
  const clock = createClock({ ticking: true });
  const cloud = await startMariadbCloud({ clock, apiKey: secrets.SKYSQL_API_KEY });
  const slack = await startSlack({ clock, apiKey: secrets.SLACK_BOT_TOKEN });
  try {
    for (const service of Object.values(SERVICES)) {
      addNightlySchedule(cloud, service);
      addNightlyBackups(cloud, { service, count: 7 });
    }
    slack.addChannel(CHANNEL);
    const worker = await startLocalWorker({ config: configFor(cloud.url, slack.apiUrl), secrets });
    try {
      return await use({ worker, cloud, slack, secrets });
    } finally {
      await worker.stop();
    }
  } finally {
    await Promise.all([cloud.close(), slack.close()]);
  }
}

function configFor(baseUrl: string, apiUrl: string) {
  const names = Object.keys(SERVICES);
  const services = Object.entries(SERVICES).map(([name, service]) => {
    const minInterval = '1m';
    const credential = 'SKYSQL_API_KEY';
    return [name, { provider: 'mariadb-cloud', service, credential, baseUrl, minInterval }];
  });
  return {
    services: Object.fromEntries(services),
    slack: { apiUrl, allow: [{ team: TEAM, channels: [CHANNEL.id], services: names }] },
    webhook: { services: names },
    notify: [{ on: 'all', slack: CHANNEL.id }],
  };
}
