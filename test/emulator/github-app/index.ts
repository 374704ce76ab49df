import { createPublicKey } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { Problem } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';
import { addDelivery, type SentEvent, toSent, writeEvent } from './deliveries.ts';
import { answer } from './routes.ts';
import type { Limit, NewDeployment } from './controls.ts';
import type { Delivery, Deployment, GitHubAppState, Installation } from './state.ts';

export type { SentEvent } from './deliveries.ts';
export type { Limit, NewDeployment } from './controls.ts';
export type { Deployment, Installation } from './state.ts';

/** GitHub as a GitHub App with a deployment protection rule sees it, on loopback. */
export interface GitHubAppEmulator extends Emulator {
  readonly settings: GitHubAppState['settings'];
  readonly deployments: readonly Deployment[];
  readonly deliveries: readonly Delivery[];
  install(installation: Installation): void;
  /** A job begins to wait. Returns its event, which `sent` delivers. */
  deploy(given: NewDeployment): Deployment;
  /** The events that nobody has taken yet, oldest first; those that are sent again too. */
  waitingEvents(): readonly SentEvent[];
  /** What the webhook answered. */
  settle(deliveryId: number, statusCode: number): void;
  /** An administrator lets a job go on, whatever the rule says. */
  bypass(deploymentId: number): void;
  /** Every token ends now, as when the App's permissions change. */
  revokeTokens(): void;
  setLimit(limit: Limit | null): void;
}

export interface GitHubAppOptions extends StartOptions {
  readonly appIds: readonly string[];
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export async function startGitHubApp(options: GitHubAppOptions): Promise<GitHubAppEmulator> {
  const clock = options.clock ?? createClock();
  const { appIds, privateKey, webhookSecret } = options;
  const publicKey = createPublicKey(privateKey);
  const state: GitHubAppState = {
    clock,
    settings: { appIds, publicKey, webhookSecret, apiUrl: '', latencyMs: 0, lateStatus: 422 },
    installations: [],
    deployments: [],
    deliveries: [],
    tokens: new Map(),
    limit: null,
  };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answer(state, request),
    errorBody,
    latencyMs: () => state.settings.latencyMs,
  });
  state.settings.apiUrl = server.url;
  return emulatorOf(server, clock, {
    settings: state.settings,
    deployments: state.deployments,
    deliveries: state.deliveries,
    install: (installation: Installation) => void state.installations.push(installation),
    deploy: (given: NewDeployment) => deploy(state, given),
    waitingEvents: () =>
      state.deliveries
        .filter(({ statusCode }) => statusCode === null)
        .map((delivery) => toSent(state, delivery)),
    settle: (deliveryId: number, statusCode: number) => {
      const delivery = state.deliveries.find(({ id }) => id === deliveryId);
      if (delivery) delivery.statusCode = statusCode;
    },
    bypass: (deploymentId: number) => {
      const deployment = state.deployments.find(({ id }) => id === deploymentId);
      if (deployment?.state === 'waiting') deployment.state = 'bypassed';
    },
    revokeTokens: () => state.tokens.clear(),
    setLimit: (limit: Limit | null) => {
      state.limit = limit;
    },
  });
}

function deploy(state: GitHubAppState, given: NewDeployment): Deployment {
  const { repository: name, environment, runId, sha = 'f'.repeat(40) } = given;
  const installation = state.installations.find(({ repositories }) =>
    repositories.some(({ fullName }) => fullName === name),
  );
  const repository = installation?.repositories.find(({ fullName }) => fullName === name);
  if (!installation || !repository) throw new Error(`the App is not installed in ${name}`);
  const deployment: Deployment = {
    id: 500 + state.deployments.length,
    repository,
    runId,
    environment,
    sha,
    requestedAt: state.clock.now(),
    state: 'waiting',
    reports: [],
    reviews: [],
    late: [],
  };
  state.deployments.push(deployment);
  const body = writeEvent(state, { deployment, installation });
  addDelivery(state, { event: 'deployment_protection_rule', body });
  return deployment;
}

function errorBody({ status, message }: Problem): Record<string, unknown> {
  const documentation_url = 'https://docs.github.com/rest';
  return { message: message ?? STATUS_CODES[status], documentation_url, status: String(status) };
}
