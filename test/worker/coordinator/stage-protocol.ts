import type { BackupPlan } from '../../emulator/mariadb-cloud/backup-plan.ts';

/** Everything around the Worker, as tests inside workerd command and see it over HTTP. */
export interface Stage {
  /** New emulators, with nothing in them but the service, and this for the time. */
  begin(now: number): void;
  advance(milliseconds: number): void;
  /** How the next requested backup goes. */
  nextBackup(plan: Partial<BackupPlan>): void;
  /** How often the receiver of webhooks, from now on, answers that it cannot, and to come when. */
  failHook(times: number, retryAfter?: string): void;
  /** Makes the receiver of webhooks answer with a status, so often. */
  answerHook(status: number, times: number): void;
  /** Makes a channel, or changes it. */
  addChannel(id: string, member: boolean): void;
  /** What a command in this channel brings. */
  newResponseUrl(channel: string): string;
  /** Holds the nth request from now on, before or after its effect. */
  holdRequest(nth: number, moment: 'before' | 'after'): void;
  /** Makes every list of backups a few kilobytes of gzip that unpack to so many MiB. */
  swellBackups(mebibytes: number): void;
  /** Holds the next webhook that tells of an outcome. */
  holdHook(): void;
  /** Answers when the request is held. */
  untilHeld(): void;
  release(): void;
  look(): Sight;
}

export interface Sight {
  /** How often the Worker has asked anything of anyone, since the last `begin` or hold. */
  readonly requests: number;
  /** The types of the one-time backups that the provider was made to take. */
  readonly backups: readonly string[];
  /** Every request to the provider, as `GET /path`. */
  readonly asked: readonly string[];
  /** The notify webhook's events, repeats left out. */
  readonly told: readonly { readonly id: string; readonly body: unknown }[];
  /** What was said in Slack, as `channel: text`. */
  readonly said: readonly string[];
  /** The blocks of all that was said in Slack, as JSON. */
  readonly shown: string;
}

/** What the tests' bindings need. */
export interface StageAddresses {
  readonly control: string;
  readonly cloud: string;
  readonly hook: string;
  readonly slackApi: string;
  readonly hookSecret: string;
}

export const SERVICE = 'dbtgf28044362';
export const LONG_SERVICE = 'dbtgf28044363';
export const KEY = 'skysql.1zzz.test-key';
export const ENTRANCE_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const SLACK_SECRET = 'slack-signing-secret';
export const SLACK_TOKEN = 'xoxb-test-token';
