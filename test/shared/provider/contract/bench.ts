import type { Clock } from '../../../../shared/clock.ts';
import type { Backup } from '../../../../shared/domain/backup.ts';
import type { Reading } from '../../../../shared/domain/evidence.ts';
import type { AllServices } from '../../../../shared/domain/organisation.ts';
import type { ProviderName } from '../../../../shared/provider/create-provider.ts';
import type { IsEnough, Provider } from '../../../../shared/provider/provider.ts';
import type { Fault, FaultTarget } from '../../../emulator/faults.ts';
import type { RecordedRequest } from '../../../emulator/recorded-request.ts';

/**
 * What the contract suite has to know of one provider: where its API differs from the others, in
 * data, and how its emulator is brought into a state. A new provider brings a bench of its own.
 */
export interface Bench {
  readonly name: ProviderName;
  readonly apiKey: string;
  readonly wrongKey: string;
  readonly service: string;
  /** All services, as users write it. */
  readonly all: AllServices;
  /** Well formed, but nobody has it. */
  readonly unknownService: string;
  /** An API that only filters a list cannot tell an unknown service from an empty one. */
  readonly unknownServiceShows: 'unknown-service' | 'empty-list';
  /** What the API's backup ids are; a row with another kind of id cannot be read. */
  readonly ids: 'text' | 'integer';
  /** The fields of a backup's row, as the API spells them; its id comes first. */
  readonly fields: readonly string[];
  /** A whole list of backups, with these rows on its only page. */
  readonly listOf: (rows: readonly unknown[]) => unknown;
  /** The documented error body with this message. */
  readonly errorSaying: (message: string) => unknown;
  /** The requests that read the list of backups. */
  readonly listing: FaultTarget;
  /** Every path that reading the service may ask for. */
  readonly paths: RegExp;
  readonly start: (options?: StageOptions) => Promise<Stage>;
}

export interface StageOptions {
  /** Default: active. Without effect where the API does not expose schedules. */
  readonly schedule?: 'active' | 'suspended' | 'none';
}

/** A backup that has ended. Times are texts, because the API sends texts. */
export interface Seed {
  readonly status: 'succeeded' | 'failed' | 'unknown';
  readonly startedAt: string;
  /** Default: as soon as it began. */
  readonly endedAt?: string;
  readonly id?: string;
}

/** One emulator with one service, and the provider that speaks to it. */
export interface Stage {
  readonly url: string;
  readonly provider: Provider;
  /** The emulator's time; to sleep is to move it. */
  readonly clock: Clock;
  readonly requests: readonly RecordedRequest[];
  /** Those that read the list of backups. */
  listRequests(): readonly RecordedRequest[];
  connect(apiKey: string): Provider;
  readBackups(isEnough?: IsEnough): Promise<Reading<Backup>>;
  fail(fault: Fault): void;
  /** What happens the next time that somebody sleeps. */
  onSleep(happening: () => void): void;
  /** Gives the id under which the backup is known. */
  seed(seed: Seed): string;
  /** A backup that began this moment and does not end. */
  seedRunning(): string;
  /** The server's quiet cap on the size of a page. */
  limitPages(size: number): void;
  /** The server lists the oldest first, whatever it is asked for. */
  ignoreOrder(): void;
  /** `null` where the API cannot start a backup. */
  readonly oneTime: OneTimeStage | null;
  /** `null` where the API cannot resume a schedule. */
  readonly schedule: ScheduleStage | null;
}

export interface OneTimeStage {
  /** The request that starts a backup. */
  readonly creating: FaultTarget;
  /** How the next one goes: queued for 2 seconds, running for 5, then this. */
  plan(end: Seed['status']): void;
  /** How many backups are listed once all that were started have ended. */
  countAtTheEnd(): number;
}

export interface ScheduleStage {
  /** The request that resumes the schedule. */
  readonly resuming: FaultTarget;
  isActive(): boolean;
}
