import type { TestProject } from 'vitest/node';
import { createClock } from '../../emulator/clock.ts';
import { type HeartbeatEmulator, startHeartbeat } from '../../emulator/heartbeat/index.ts';
import {
  type MariadbCloudEmulator,
  startMariadbCloud,
} from '../../emulator/mariadb-cloud/index.ts';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { type SlackEmulator, startSlack } from '../../emulator/slack/index.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../emulator/webhook-receiver/index.ts';
import { openStageDoor } from '../stage-door.ts';
import { startHoldingProxy } from '../coordinator/holding-proxy.ts';
import {
  KEY,
  SERVICES,
  SLACK_TOKEN,
  type WatchAddresses,
  type WatchEvent,
  type WatchSight,
  type WatchStage,
} from './watch-stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    watchStage: WatchAddresses;
  }
}

interface Emulators {
  readonly cloud: MariadbCloudEmulator;
  /** Receivers of `on: all` and of `on: failure`. */
  readonly all: WebhookReceiver;
  readonly failure: WebhookReceiver;
  readonly slack: SlackEmulator;
  readonly heartbeat: HeartbeatEmulator;
}

/** Runs in Node for the tests inside workerd: the emulators, and a door to command them by. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scene = { emulators: await startEmulators(0) };
  const proxy = await startHoldingProxy((path) => targetOf(path, scene.emulators));
  const stage = createStage(scene, proxy.url);
  const control = openStageDoor(stage);
  const { all, heartbeat } = scene.emulators;
  project.provide('watchStage', {
    control: await listenOnLoopback(control, 0),
    cloud: `${proxy.url}/cloud`,
    allHook: `${proxy.url}/all/hooks/backup`,
    failureHook: `${proxy.url}/failure/hooks/backup`,
    slackApi: `${proxy.url}/api`,
    heartbeat: proxy.url + new URL(heartbeat.pingUrl).pathname,
    hookSecret: all.secret,
  });
  return async () => {
    await Promise.all([closeNow(control), proxy.close(), closeAll(scene.emulators)]);
  };
}

async function startEmulators(now: number): Promise<Emulators> {
  const clock = createClock({ startAt: now });
  const [cloud, all, failure, slack, heartbeat] = await Promise.all([
    startMariadbCloud({ clock, apiKey: KEY }),
    startWebhookReceiver({ clock }),
    startWebhookReceiver({ clock }),
    startSlack({ clock, apiKey: SLACK_TOKEN }),
    startHeartbeat({ clock }),
  ]);
  for (const id of Object.values(SERVICES)) cloud.addService(id);
  slack.addChannel({ id: 'C1' });
  return { cloud, all, failure, slack, heartbeat };
}

async function closeAll(emulators: Emulators): Promise<void> {
  await Promise.all(Object.values(emulators).map((each) => each.close()));
}

function targetOf(path: string, { cloud, all, failure, slack, heartbeat }: Emulators): string {
  if (path.startsWith('/cloud/')) return cloud.url + path.slice('/cloud'.length);
  if (path.startsWith('/all/')) return all.url + path.slice('/all'.length);
  if (path.startsWith('/failure/')) return failure.url + path.slice('/failure'.length);
  return (path.startsWith('/ping/') ? heartbeat.url : slack.url) + path;
}

type StageInNode = {
  readonly [Name in keyof WatchStage]: (
    ...args: Parameters<WatchStage[Name]>
  ) => ReturnType<WatchStage[Name]> | Promise<ReturnType<WatchStage[Name]>>;
};

function createStage(scene: { emulators: Emulators }, proxyUrl: string): StageInNode {
  return {
    begin: async (now) => {
      const previous = scene.emulators;
      scene.emulators = await startEmulators(now);
      await closeAll(previous);
    },
    advance: (milliseconds) => scene.emulators.cloud.clock.advance(milliseconds),
    addBackup: (service, row) =>
      void scene.emulators.cloud.addBackup({ ...row, service_id: SERVICES[service] }),
    addSchedule: (service, row) =>
      void scene.emulators.cloud.addSchedule({ ...row, service_id: SERVICES[service] }),
    changeSchedules: (service, over) => {
      const { cloud } = scene.emulators;
      for (const row of cloud.schedules(SERVICES[service])) {
        cloud.removeSchedule(String(row['id']));
        cloud.addSchedule({ ...row, ...over, service_id: SERVICES[service] });
      }
    },
    breakCloud: (fault, service) =>
      scene.emulators.cloud.fail({
        ...fault,
        times: Infinity,
        ...(service === undefined ? {} : { when: { query: { service_id: SERVICES[service] } } }),
      }),
    mendCloud: () => scene.emulators.cloud.clearFaults(),
    breakHeartbeat: (status, times) =>
      scene.emulators.heartbeat.fail({ kind: 'status', status, times }),
    newResponseUrl: (channel) => {
      const { pathname } = new URL(scene.emulators.slack.newResponseUrl(channel));
      return proxyUrl + pathname;
    },
    look: () => look(scene.emulators),
  };
}

function look({ cloud, all, failure, slack, heartbeat }: Emulators): WatchSight {
  const { good, fails, hangs, kept, paused } = SERVICES;
  const rows = (id: string) => cloud.schedules(id) as WatchSight['schedules']['good'];
  return {
    all: eventsOf(all),
    failure: eventsOf(failure),
    said: slack.messages.map(({ channel, text }) => `${channel}: ${text}`),
    pings: heartbeat.pings,
    asked: cloud.requests.map(({ method, path, query }) =>
      [`${method} ${path}`, query['service_id'] ?? []].flat().join('?'),
    ),
    schedules: {
      good: rows(good),
      fails: rows(fails),
      hangs: rows(hangs),
      kept: rows(kept),
      paused: rows(paused),
    },
  };
}

function eventsOf(hooks: WebhookReceiver): readonly WatchEvent[] {
  return hooks
    .events()
    .map(({ sentAt, body }) => ({ at: sentAt, body: body as WatchEvent['body'] }));
}

/** Both ends are ours: the arguments are what `WatchStage` says. */
