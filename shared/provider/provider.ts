import type { Clock } from '../clock.ts';
import type { Backup, BackupType } from '../domain/backup.ts';
import type { BackupRequest, BackupRequestStatus } from '../domain/backup-request.ts';
import type { Capabilities } from '../domain/capability.ts';
import type { Cron } from '../domain/cron.ts';
import type { Reading } from '../domain/evidence.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Result } from '../domain/result.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { ScheduleChange } from '../domain/schedule-plan.ts';

export interface ProviderOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly clock: Clock;
}

export interface ScheduleOrder {
  readonly service: string;
  readonly type: BackupType;
  readonly cron: Cron;
  /** The schedules that were there before, so that a new one can be told from them. */
  readonly listed: readonly Schedule[];
}

/** What is known of a provider before it is spoken to. */
export interface ProviderEntry {
  /** As a sentence begins with it. */
  readonly title: string;
  /** The API's root; `null` where the user has to name it. */
  readonly baseUrl: string | null;
  readonly capabilities: Capabilities;
  /** The type of all its backups, where it has no others. */
  readonly onlyType: BackupType | null;
  /** Checks how a service is named, before anything is asked; the problem says what is allowed. */
  readonly parseService: (text: string) => Result<string, string>;
  readonly create: (options: ProviderOptions) => Provider;
}

/**
 * A provider of backups, in the words of the domain. A port is there where the API has calls for it.
 * Reading a list never rejects for the provider's sake: what could not be read is part of the
 * reading. Everything else rejects with `ProviderError`.
 */
export interface Provider {
  /** As a sentence begins with it. */
  readonly title: string;
  /**
   * The service's backups, to the end of the list. A list that proves to be newest first ends
   * early, as soon as `isEnough` says so of what was read.
   */
  readBackups(service: string, isEnough: IsEnough): Promise<Reading<Backup>>;
  /**
   * How many milliseconds the provider's clock is ahead of ours, by the `Date` header of its latest
   * answer; `null` before an answer had one.
   */
  clockOffsetMs(): number | null;
  readonly schedules?: SchedulePort;
  readonly requests?: BackupRequestPort;
  readonly organisation?: OrganisationPort;
}

export type IsEnough = (backups: readonly Backup[]) => boolean;

export interface SchedulePort {
  /** The service's schedules, to the end of the list. */
  read(service: string): Promise<Reading<Schedule>>;
  /** Creates a recurring schedule, at most once. Absent where the API cannot set when backups run. */
  create?(order: ScheduleOrder): Promise<Schedule>;
  /** Changes a schedule's cron, resumes it, or both. */
  change(service: string, change: ScheduleChange): Promise<Schedule>;
}

/** One-time backups. Neither call repeats anything: the step machine of `backup-run` counts. */
export interface BackupRequestPort {
  /**
   * Whether the provider runs one backup of a service at a time: then `find` is asked before
   * anything is sent, and says `occupied` where one that began before the request still runs.
   */
  readonly oneAtATime: boolean;
  /** Whether a request is itself listed among the schedules. */
  readonly listedAsSchedules: boolean;
  /** Sends the creating request once. Gives the request with its handle and its moment. */
  send(request: BackupRequest): Promise<BackupRequest>;
  /**
   * Looks once for what became of a request that was, or may have been, sent. Gives its status, and
   * the request with what was learnt of it. Rejects where that could not be found out.
   */
  find(request: BackupRequest): Promise<FoundRequest>;
}

export interface FoundRequest {
  readonly status: BackupRequestStatus;
  readonly request: BackupRequest;
}

export interface OrganisationPort {
  /** Every service that can be found, with all its backups and schedules, in few requests. */
  read(): Promise<Organisation>;
}
