import type { Backup, BackupType } from '../domain/backup.ts';
import type { BackupRequest, KnownBackups, RequestSight } from '../domain/backup-request.ts';
import type { Capabilities } from '../domain/capability.ts';
import type { Cron } from '../domain/cron.ts';
import type { Reading } from '../domain/evidence.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Result } from '../domain/result.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { ScheduleChange } from '../domain/schedule-plan.ts';
import type { Clock } from '../clock.ts';

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

export interface BackupOrder {
  readonly service: string;
  readonly type: BackupType;
  readonly known: KnownBackups;
  readonly listedSchedules: readonly Schedule[];
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
 * A provider of backups, in the words of the domain. Reading never rejects for the provider's sake:
 * what could not be read is part of the reading. Everything else rejects with `ProviderError`.
 */
export interface Provider {
  /** As a sentence begins with it. */
  readonly title: string;
  /**
   * The service's backups, to the end of the list. A list that proves to be newest first ends
   * early, as soon as `isEnough` says so of what was read.
   */
  readBackups(service: string, isEnough: IsEnough): Promise<Reading<Backup>>;
  /** The service's schedules, to the end of the list. */
  readSchedules(service: string): Promise<Reading<Schedule>>;
  /** Every service that can be found, with all its backups and schedules, in few requests. */
  readOrganisation(): Promise<Organisation>;
  /** Creates a recurring schedule, at most once. */
  createSchedule(order: ScheduleOrder): Promise<Schedule>;
  /** Changes a schedule's cron, resumes it, or both. */
  changeSchedule(service: string, change: ScheduleChange): Promise<Schedule>;
  /** Asks for a one-time backup, at most once. */
  requestBackup(order: BackupOrder): Promise<BackupRequest>;
  /**
   * Looks for what an earlier `requestBackup` of the same order came to, where its end was not
   * seen; `null` where nothing came of it.
   */
  findRequest(order: BackupOrder): Promise<BackupRequest | null>;
  /** Sees how far a requested backup is. */
  lookAt(request: BackupRequest): Promise<RequestSight>;
}

export type IsEnough = (backups: readonly Backup[]) => boolean;
