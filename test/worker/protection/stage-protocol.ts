import type { FaultKind } from '../../emulator/faults.ts';
import type { Limit, NewDeployment } from '../../emulator/github-app/controls.ts';

/** Services by their names in the configuration; each is one at the provider too. */
export const SERVICES = {
  prod: 'dbtgf20000001',
  archive: 'dbtgf20000002',
  /** Whose verdict only warns of what cannot be found out. */
  lenient: 'dbtgf20000003',
} as const;
export type Service = keyof typeof SERVICES;

export const KEY = 'skysql.1zzz.test-key';
export const APP_ID = '424242';
export const CLIENT_ID = 'Iv23liTestTestTest';
export const WEBHOOK_SECRET = 'github-webhook-secret';
export const SLACK_SECRET = 'slack-signing-secret';
export const SLACK_TOKEN = 'xoxb-test-token';
export const STATUS_TOKEN = 'a-token-of-the-test';

/** A row as the provider lists it, without its service; times as they are in JSON. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** An event on its way to the webhook. */
export interface WaitingEvent {
  readonly deliveryId: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Everything around the Worker, as tests inside workerd command and see it over HTTP. */
export interface ProtectionStage {
  /** New emulators, with the services and the App's installation, and this for the time. */
  begin(now: number): void;
  advance(milliseconds: number): void;
  addBackup(service: Service, row: Row): void;
  addSchedule(service: Service, row: Row): void;
  /** Until it is mended, every request to the provider is struck so. */
  breakCloud(fault: FaultKind): void;
  mendCloud(): void;
  /** A job begins to wait. Returns the deployment's id. */
  deploy(given: NewDeployment): number;
  waitingEvents(): readonly WaitingEvent[];
  /** What the webhook answered to a delivery. */
  settle(deliveryId: number, statusCode: number): void;
  bypass(deploymentId: number): void;
  revokeTokens(): void;
  limitGithub(limit: Limit | null): void;
  /** Strikes so many requests to GitHub with this method whose path fits. */
  failGithub(fault: FaultKind, on: { method?: string; path?: string; times?: number }): void;
  mendGithub(): void;
  /** What a decision gets that comes after another one. */
  answerLateWith(status: number): void;
  /** Holds the next request to GitHub whose path ends so. */
  holdGithub(pathEnd: string, moment: 'before' | 'after'): void;
  untilHeld(): void;
  release(): void;
  newResponseUrl(channel: string): string;
  look(): ProtectionSight;
}

export interface ShownDeployment {
  readonly id: number;
  readonly repository: string;
  readonly environment: string;
  readonly runId: string;
  readonly state: string;
  readonly reports: readonly { readonly comment: string; readonly at: number }[];
  readonly reviews: readonly ShownReview[];
  readonly late: readonly ShownReview[];
}

export interface ShownReview {
  readonly state: string;
  readonly comment: string;
  readonly at: number;
}

export interface ProtectionSight {
  readonly deployments: readonly ShownDeployment[];
  /** Every request to GitHub, as `POST /path`. */
  readonly asked: readonly string[];
  /** Bodies of requests for tokens. */
  readonly tokenRequests: readonly unknown[];
  /** What the receiver of `on: all` was sent, repeats left out. */
  readonly all: readonly HookEvent[];
  /** The same for `on: failure`. */
  readonly failure: readonly HookEvent[];
  /** What was said in Slack, as `channel: text`. */
  readonly said: readonly string[];
}

export interface HookEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the tests' bindings need. */
export interface ProtectionAddresses {
  readonly control: string;
  readonly cloud: string;
  readonly githubApi: string;
  readonly allHook: string;
  readonly failureHook: string;
  readonly slackApi: string;
  readonly hookSecret: string;
  /** PKCS#1, as GitHub hands it out. */
  readonly privateKey: string;
}
