import { gzipSync } from 'node:zlib';
import type { TestProject } from 'vitest/node';
import { createClock } from '../../emulator/clock.ts';
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
import { type HoldingProxy, startHoldingProxy } from './holding-proxy.ts';
import {
  KEY,
  LONG_SERVICE,
  SERVICE,
  SLACK_TOKEN,
  type Sight,
  type Stage,
  type StageAddresses,
} from './stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stage: StageAddresses;
  }
}

interface Emulators {
  readonly cloud: MariadbCloudEmulator;
  readonly hooks: WebhookReceiver;
  readonly slack: SlackEmulator;
}

interface Scene {
  /** New ones for each test. */
  emulators: Emulators;
  /** Resolves when the request that is waited for is held. */
  held: Promise<void>;
}

/** Runs in Node for the tests inside workerd: the emulators, and a door to command them by. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scene: Scene = { emulators: await startEmulators(0), held: Promise.resolve() };
  const proxy = await startHoldingProxy((path) => targetOf(path, scene.emulators));
  const stage = createStage(scene, proxy);
  const control = openStageDoor(stage);
  project.provide('stage', {
    control: await listenOnLoopback(control, 0),
    cloud: `${proxy.url}/cloud`,
    hook: `${proxy.url}/hooks/backup`,
    slackApi: `${proxy.url}/api`,
    hookSecret: scene.emulators.hooks.secret,
  });
  return async () => {
    await Promise.all([closeNow(control), proxy.close(), closeAll(scene.emulators)]);
  };
}

async function startEmulators(now: number): Promise<Emulators> {
  const clock = createClock({ startAt: now });
  const [cloud, hooks, slack] = await Promise.all([
    startMariadbCloud({ clock, apiKey: KEY }),
    startWebhookReceiver({ clock }),
    startSlack({ clock, apiKey: SLACK_TOKEN }),
  ]);
  for (const id of [SERVICE, LONG_SERVICE]) cloud.addService(id);
  for (const id of ['C1', 'C2', 'C3']) slack.addChannel({ id });
  return { cloud, hooks, slack };
}

async function closeAll({ cloud, hooks, slack }: Emulators): Promise<void> {
  await Promise.all([cloud.close(), hooks.close(), slack.close()]);
}

function targetOf(path: string, { cloud, hooks, slack }: Emulators): string {
  if (path.startsWith('/cloud/')) return cloud.url + path.slice('/cloud'.length);
  return (path.startsWith('/hooks/') ? hooks.url : slack.url) + path;
}

type StageInNode = {
  readonly [Name in keyof Stage]: (
    ...args: Parameters<Stage[Name]>
  ) => ReturnType<Stage[Name]> | Promise<ReturnType<Stage[Name]>>;
};

function createStage(scene: Scene, proxy: HoldingProxy): StageInNode {
  return {
    begin: async (now) => {
      proxy.release();
      const previous = scene.emulators;
      scene.emulators = await startEmulators(now);
      await closeAll(previous);
      proxy.recount();
    },
    advance: (milliseconds) => scene.emulators.cloud.clock.advance(milliseconds),
    nextBackup: (plan) => scene.emulators.cloud.nextBackup(plan),
    failHook: (times, retryAfter) => {
      scene.emulators.hooks.clearFaults();
      const when = retryAfter === undefined ? {} : { retryAfter };
      scene.emulators.hooks.fail({ kind: 'status', status: 503, times, ...when });
    },
    answerHook: (status, times) => {
      scene.emulators.hooks.clearFaults();
      scene.emulators.hooks.fail({ kind: 'status', status, times });
    },
    addChannel: (id, member) => scene.emulators.slack.addChannel({ id, member }),
    newResponseUrl: (channel) => {
      const { pathname } = new URL(scene.emulators.slack.newResponseUrl(channel));
      return proxy.url + pathname;
    },
    holdRequest: (nth, moment) => {
      proxy.recount();
      scene.held = proxy.hold((passing) => passing.nth === nth, moment);
    },
    swellBackups: (mebibytes) => {
      const text = 'x'.repeat(mebibytes * 2 ** 20);
      const packed = gzipSync(JSON.stringify({ backups: [], text }));
      proxy.answer(({ path }) => /\/backups(\?|$)/.test(path), packed);
    },
    holdHook: () => {
      scene.held = proxy.hold(({ path }) => path.startsWith('/hooks/'), 'before');
    },
    untilHeld: () => scene.held,
    release: () => proxy.release(),
    look: () => look(scene.emulators, proxy),
  };
}

function look({ cloud, hooks, slack }: Emulators, proxy: HoldingProxy): Sight {
  const oneTime = cloud.schedules(SERVICE).filter(({ schedule }) => schedule === 'once');
  return {
    requests: proxy.count,
    backups: oneTime.map(({ type }) => String(type)),
    asked: cloud.requests.map(({ method, path }) => `${method} ${path}`),
    told: hooks.events().map(({ id, body }) => ({ id, body })),
    shown: JSON.stringify(slack.messages.map(({ blocks }) => blocks)),
    said: slack.messages.map(({ channel, text }) => `${channel}: ${text}`),
  };
}

/** Both ends are ours: the arguments are what `Stage` says. */
