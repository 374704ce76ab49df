import { generateKeyPairSync } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { createClock } from '../../emulator/clock.ts';
import { type GitHubAppEmulator, startGitHubApp } from '../../emulator/github-app/index.ts';
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
import { type HoldingProxy, startHoldingProxy } from '../coordinator/holding-proxy.ts';
import {
  APP_ID,
  CLIENT_ID,
  type HookEvent,
  KEY,
  type ProtectionAddresses,
  type ProtectionSight,
  type ProtectionStage,
  SERVICES,
  SLACK_TOKEN,
  WEBHOOK_SECRET,
} from './stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    protectionStage: ProtectionAddresses;
  }
}

interface Emulators {
  readonly cloud: MariadbCloudEmulator;
  readonly github: GitHubAppEmulator;
  readonly all: WebhookReceiver;
  readonly failure: WebhookReceiver;
  readonly slack: SlackEmulator;
}

interface Scene {
  emulators: Emulators;
  held: Promise<void>;
}

/** One key for all tests: making one takes longer than most of them. */
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** Runs in Node for the tests inside workerd: the emulators, and a door to command them by. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scene: Scene = { emulators: await startEmulators(0), held: Promise.resolve() };
  const proxy = await startHoldingProxy((path) => targetOf(path, scene.emulators));
  scene.emulators.github.settings.apiUrl = `${proxy.url}/github`;
  const stage = createStage(scene, proxy);
  const control = openStageDoor(stage);
  project.provide('protectionStage', {
    control: await listenOnLoopback(control, 0),
    cloud: `${proxy.url}/cloud`,
    githubApi: `${proxy.url}/github`,
    allHook: `${proxy.url}/all/hooks/backup`,
    failureHook: `${proxy.url}/failure/hooks/backup`,
    slackApi: `${proxy.url}/api`,
    hookSecret: scene.emulators.all.secret,
    privateKey,
  });
  return async () => {
    await Promise.all([closeNow(control), proxy.close(), closeAll(scene.emulators)]);
  };
}

async function startEmulators(now: number): Promise<Emulators> {
  const clock = createClock({ startAt: now });
  const app = { appIds: [APP_ID, CLIENT_ID], privateKey, webhookSecret: WEBHOOK_SECRET };
  const [cloud, github, all, failure, slack] = await Promise.all([
    startMariadbCloud({ clock, apiKey: KEY }),
    startGitHubApp({ clock, ...app }),
    startWebhookReceiver({ clock }),
    startWebhookReceiver({ clock }),
    startSlack({ clock, apiKey: SLACK_TOKEN }),
  ]);
  for (const id of Object.values(SERVICES)) cloud.addService(id);
  slack.addChannel({ id: 'C1' });
  github.install({
    id: 77,
    repositories: [
      { id: 1001, fullName: 'acme/shop' },
      { id: 1002, fullName: 'acme/other' },
    ],
    permissions: { actions: 'read', deployments: 'write', metadata: 'read' },
  });
  return { cloud, github, all, failure, slack };
}

async function closeAll(emulators: Emulators): Promise<void> {
  await Promise.all(Object.values(emulators).map((each) => each.close()));
}

function targetOf(path: string, { cloud, github, all, failure, slack }: Emulators): string {
  if (path.startsWith('/cloud/')) return cloud.url + path.slice('/cloud'.length);
  if (path.startsWith('/github/')) return github.url + path.slice('/github'.length);
  if (path.startsWith('/all/')) return all.url + path.slice('/all'.length);
  if (path.startsWith('/failure/')) return failure.url + path.slice('/failure'.length);
  return slack.url + path;
}

type StageInNode = {
  readonly [Name in keyof ProtectionStage]: (
    ...args: Parameters<ProtectionStage[Name]>
  ) => ReturnType<ProtectionStage[Name]> | Promise<ReturnType<ProtectionStage[Name]>>;
};

function createStage(scene: Scene, proxy: HoldingProxy): StageInNode {
  const emulators = () => scene.emulators;
  return {
    begin: async (now) => {
      const previous = scene.emulators;
      scene.emulators = await startEmulators(now);
      scene.emulators.github.settings.apiUrl = `${proxy.url}/github`;
      await closeAll(previous);
    },
    advance: (milliseconds) => emulators().cloud.clock.advance(milliseconds),
    addBackup: (service, row) =>
      void emulators().cloud.addBackup({ ...row, service_id: SERVICES[service] }),
    addSchedule: (service, row) =>
      void emulators().cloud.addSchedule({ ...row, service_id: SERVICES[service] }),
    breakCloud: (fault) => emulators().cloud.fail({ ...fault, times: Infinity }),
    mendCloud: () => emulators().cloud.clearFaults(),
    deploy: (given) => emulators().github.deploy(given).id,
    waitingEvents: () => emulators().github.waitingEvents(),
    settle: (deliveryId, statusCode) => emulators().github.settle(deliveryId, statusCode),
    bypass: (deploymentId) => emulators().github.bypass(deploymentId),
    revokeTokens: () => emulators().github.revokeTokens(),
    limitGithub: (limit) => emulators().github.setLimit(limit),
    failGithub: (fault, { method, path, times = 1 }) =>
      emulators().github.fail({
        ...fault,
        times,
        when: { ...(method ? { method } : {}), ...(path ? { path: new RegExp(path) } : {}) },
      }),
    mendGithub: () => emulators().github.clearFaults(),
    answerLateWith: (status) => {
      emulators().github.settings.lateStatus = status;
    },
    holdGithub: (pathEnd, moment) => {
      scene.held = proxy.hold(
        ({ path }) => path.startsWith('/github/') && path.endsWith(pathEnd),
        moment,
      );
    },
    untilHeld: () => scene.held,
    release: () => proxy.release(),
    newResponseUrl: (channel) => {
      const { pathname } = new URL(emulators().slack.newResponseUrl(channel));
      return proxy.url + pathname;
    },
    look: () => look(emulators()),
  };
}

function look({ github, all, failure, slack }: Emulators): ProtectionSight {
  return {
    deployments: github.deployments.map(({ repository, ...one }) => ({
      id: one.id,
      repository: repository.fullName,
      environment: one.environment,
      runId: one.runId,
      state: one.state,
      reports: one.reports,
      reviews: one.reviews,
      late: one.late,
    })),
    asked: github.requests.map(({ method, path }) => `${method} ${path}`),
    tokenRequests: github.requests
      .filter(({ path }) => path.endsWith('/access_tokens'))
      .map(({ body }) => body),
    all: eventsOf(all),
    failure: eventsOf(failure),
    said: slack.messages.map(({ channel, text }) => `${channel}: ${text}`),
  };
}

function eventsOf(hooks: WebhookReceiver): readonly HookEvent[] {
  return hooks.events().map(({ body }) => body as HookEvent);
}

/** Both ends are ours: the arguments are what `ProtectionStage` says. */
