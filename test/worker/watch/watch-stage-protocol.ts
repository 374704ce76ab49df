import type { FaultKind } from '../../emulator/faults.ts';

/** Services by their names in the configuration; each is one at the provider too. */
export const SERVICES = {
  good: 'dbtgf10000001',
  fails: 'dbtgf10000002',
  hangs: 'dbtgf10000003',
  /** With a schedule in the configuration, which the watch keeps. */
  kept: 'dbtgf10000004',
  paused: 'dbtgf10000005',
} as const;
export type Service = keyof typeof SERVICES;

export const NAMES = [
  'good',
  'fails',
  'hangs',
  'kept',
  'paused',
] as const satisfies readonly Service[];

export const KEY = 'skysql.1zzz.test-key';
export const SLACK_SECRET = 'slack-signing-secret';
export const SLACK_TOKEN = 'xoxb-test-token';
export const STATUS_TOKEN = 'a-token-of-the-test';

/** A row as the provider lists it, without its service; times as they are in JSON. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Everything around the watch, as tests inside workerd command and see it over HTTP. */
export interface WatchStage {
  /** New emulators, with the services and nothing else, and this for the time. */
  begin(now: number): void;
  advance(milliseconds: number): void;
  addBackup(service: Service, row: Row): void;
  addSchedule(service: Service, row: Row): void;
  /** As somebody does in the provider's portal. */
  changeSchedules(service: Service, over: Row): void;
  /** Until it is mended, every request is struck so, or every list of one service. */
  breakCloud(fault: FaultKind, service?: Service): void;
  mendCloud(): void;
  breakHeartbeat(status: number, times: number): void;
  /** What a command or a click in this channel brings. */
  newResponseUrl(channel: string): string;
  look(): WatchSight;
}

export interface WatchSight {
  /** What the receiver of `on: all` was sent, repeats left out, in order of arrival. */
  readonly all: readonly WatchEvent[];
  /** The same for `on: failure`. */
  readonly failure: readonly WatchEvent[];
  /** What was said in Slack, as `channel: text`. */
  readonly said: readonly string[];
  /** When the heartbeat was called. */
  readonly pings: readonly number[];
  /** Every request to the provider, as `GET /path?query`. */
  readonly asked: readonly string[];
  readonly schedules: Readonly<Record<Service, readonly Row[]>>;
}

export interface WatchEvent {
  readonly at: number;
  readonly body: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** What the tests' bindings need. */
export interface WatchAddresses {
  readonly control: string;
  readonly cloud: string;
  readonly allHook: string;
  readonly failureHook: string;
  readonly slackApi: string;
  readonly heartbeat: string;
  readonly hookSecret: string;
}
