import type { Clock } from '../clock.ts';
import type { Backup, BackupType } from '../domain/backup.ts';
import type { BackupRequest, BackupRequestStatus } from '../domain/backup-request.ts';
import type { Capabilities } from '../domain/capability.ts';
import type { Reading } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { AllServices, Organisation } from '../domain/organisation.ts';
import type { Result } from '../domain/result.ts';
import type { Patience } from '../http/patience.ts';
import type { Send } from '../http/send.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { ScheduleWrite } from '../domain/schedule-write.ts';

export type { Patience } from '../http/patience.ts';

export interface ProviderOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** How long to wait for the provider; by default, briefly. */
  readonly patience?: Patience;
}

/** What a client of the provider's API is made of. */
export interface ConnectOptions extends ProviderOptions {
  readonly send: Send;
}

export interface ScheduleOrder {
  readonly service: string;
  readonly write: ScheduleWrite;
  /** The schedules listed before, so that a new one can be recognised. */
  readonly listed: readonly Schedule[];
  /** No wait goes beyond this moment. */
  readonly deadline: Instant;
}

/** What is known of a provider before any request. */
export interface ProviderEntry {
  /** The provider's name, as it starts a sentence. */
  readonly title: string;
  /** The API's root URL; `null` if the user has to give it. */
  readonly baseUrl: string | null;
  readonly capabilities: Capabilities;
  /** The type of all its backups, if it has only one. */
  readonly onlyType: BackupType | null;
  /** Checks the form of a service's id before any request; the problem names what is allowed. */
  readonly parseService: (text: string) => Result<string, string>;
  readonly create: (options: ProviderOptions) => Provider;
}

/**
 * A provider in terms of the domain. A port is present if the API has the calls for it. Reading a
 * list never rejects because of the provider: a failure is part of the reading. Everything else
 * rejects with `ProviderError`.
 */
export interface Provider {
  /** The provider's name, as it starts a sentence. */
  readonly title: string;
  /**
   * The service's backups, to the end of the list. Only of more than 1,000 may the older ones stay
   * unread, where first and last page prove the order and `isEnough` says so.
   */
  readBackups(service: string, isEnough: IsEnough): Promise<Reading<Backup>>;
  /**
   * The provider's clock minus ours in milliseconds, from the `Date` header of its latest answer;
   * `null` before the first one.
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
  /**
   * Writes at most once and reads it back. Returns the schedule as it is listed then, `null` if it
   * is gone. Rejects if the list shows anything but what was asked for.
   */
  write(order: ScheduleOrder): Promise<Schedule | null>;
}

/** One-time backups. Neither call repeats anything: `backup-run` counts the sends. */
export interface BackupRequestPort {
  /**
   * Whether the provider runs one backup of a service at a time. Then `find` is asked before a
   * send, and says `occupied` while an earlier one runs.
   */
  readonly oneAtATime: boolean;
  /** Whether requests are listed among the schedules. */
  readonly listedAsSchedules: boolean;
  /** Sends the creating request once. Returns the request with its handle and its moment. */
  send(request: BackupRequest): Promise<BackupRequest>;
  /**
   * Looks once for a request that was, or may have been, sent. Returns its status, and the request
   * with what was learnt of it. Rejects if that could not be found out.
   */
  find(request: BackupRequest): Promise<FoundRequest>;
}

export interface FoundRequest {
  readonly status: BackupRequestStatus;
  readonly request: BackupRequest;
}

export interface OrganisationPort {
  /** Every service that can be found, with its backups and schedules. */
  read(all: AllServices): Promise<Organisation>;
}
