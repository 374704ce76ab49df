import type { Hono } from 'hono/tiny';
import { HOUR } from '../../shared/domain/instant.ts';
import { createApp } from '../../worker/app.ts';
import { parseConfig } from '../../worker/config/index.ts';
import type { RunRequest } from '../../worker/orders/run.ts';
import { NO_CONTENTS } from '../../worker/status/board-reader.ts';
import type { AppDependencies } from '../../worker/dependencies.ts';
import type { DeploymentRequest } from '../../worker/protection/deployment-request.ts';
import { serviceResult } from '../shared/report/service-result-fixture.ts';
import { NOW, run } from './run-fixture.ts';

export { NOW } from './run-fixture.ts';

export const SLACK_SECRET = 'slack-signing-secret';
export const GITHUB_SECRET = 'github-webhook-secret';
export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const API_KEY = 'skysql.1zzz.test-key';
export const RUN_ID = `prod.${'0123456789abcdef'.repeat(2)}`;

const PROD = { provider: 'mariadb-cloud', service: 'dbtgf28044362', credential: 'SKYSQL_API_KEY' };

/** `prod` and `shop` can be asked for backups; `archive` can only be looked at. */
export const SERVICES = {
  prod: PROD,
  shop: { ...PROD, service: 'dbtgf00000002', type: 'dump' },
  archive: {
    provider: 'bycloud',
    service: '5f0c1f4e-0000-4000-8000-000000000001',
    credential: 'BYCLOUD_TOKEN',
    baseUrl: 'https://api.bycloud.example',
  },
};

/** Its provider knows one type of backup only. */
export const CRM = { provider: 'skyvia', service: '3/12', credential: 'SKYSQL_API_KEY' };

/** All entrances open, and everybody in Slack's team T1 allowed everything. */
export const CONFIG = {
  services: SERVICES,
  slack: { allow: [{ team: 'T1' }] },
  github: {
    triggers: [
      { event: 'deployment', repository: 'acme/shop', environment: 'production', service: 'prod' },
      { event: 'release', repository: 'acme/shop', service: 'prod' },
      { event: 'push', repository: 'acme/shop', branch: 'main', service: 'prod', type: 'dump' },
    ],
  },
  webhook: { services: ['prod', 'shop'] },
  oidc: { allow: [{ repository: 'acme/shop' }] },
};

export const SECRETS = {
  SLACK_SIGNING_SECRET: SLACK_SECRET,
  GITHUB_WEBHOOK_SECRET: GITHUB_SECRET,
  WEBHOOK_SECRET,
  SKYSQL_API_KEY: API_KEY,
  BYCLOUD_TOKEN: 'bycloud-token',
};

type Event = Readonly<Record<string, string | number>>;

/** An app and all that it did. Runs are accepted unless the test says otherwise. */
export interface OpenApp {
  readonly app: Hono;
  readonly accepted: RunRequest[];
  readonly deployments: DeploymentRequest[];
  readonly logged: Event[];
  readonly callers: string[];
  readonly deferred: Promise<unknown>[];
}

export interface OpenOptions extends Partial<Omit<AppDependencies, 'config'>> {
  readonly config?: unknown;
  readonly secrets?: Readonly<Record<string, unknown>>;
}

export function openApp(options: OpenOptions = {}): OpenApp {
  const { config = CONFIG, secrets = SECRETS, ...over } = options;
  const accepted: RunRequest[] = [];
  const deployments: DeploymentRequest[] = [];
  const logged: Event[] = [];
  const callers: string[] = [];
  const deferred: Promise<unknown>[] = [];
  const app = createApp({
    config: parseConfig({ CONFIG: config, ...secrets }),
    accept: async (request) => {
      accepted.push(request);
      const { service, type, requester } = request;
      const caused = freshRun({ service, type, requestedBy: [requester] });
      return { kind: 'accepted', run: caused, joined: false };
    },
    findRun: async (id) => (id === RUN_ID ? run({ id }) : null),
    judge: async ({ service }) => serviceResult({ service }),
    look: async ({ service }) => serviceResult({ service }),
    judgeForStep: async ({ service, name }) => ({
      result: serviceResult({ service, name }),
      isToWait: false,
      isBackupNeeded: false,
    }),
    useToken: async () => true,
    noteAsk: async () => {},
    issuerKeys: { find: async () => null },
    wasTokenUsed: async () => false,
    snooze: async (_, { forMs, ...order }) =>
      forMs === null ? null : { ...order, until: NOW + forMs },
    mayCall: async (caller) => callers.push(caller) > 0,
    defer: (work) => void deferred.push(work),
    now: () => NOW,
    log: (event) => void logged.push(event),
    version: '1.2.3',
    statusTokens: [],
    acceptDeployment: async (deployment) => void deployments.push(deployment),
    requestOverride: async () => ({ kind: 'unknown' }),
    confirmOverride: async () => ({ kind: 'unknown' }),
    readBoard: async () => NO_CONTENTS,
    roundMs: HOUR,
    ...over,
  });
  return { app, accepted, deployments, logged, callers, deferred };
}

/** A run that was accepted this moment. */
export function freshRun(over: Parameters<typeof run>[0] = {}): ReturnType<typeof run> {
  return run({
    id: RUN_ID,
    state: 'accepted',
    acceptedAt: NOW,
    startedAt: null,
    finishedAt: null,
    backup: null,
    ...over,
  });
}
