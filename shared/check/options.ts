import type { Evidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { BackupRun } from '../backup-run/run.ts';
import type { Clock } from '../clock.ts';
import type { BackupType } from '../domain/backup.ts';
import type { Capabilities } from '../domain/capability.ts';
import type { Instant } from '../domain/instant.ts';
import type { Policies } from '../domain/judge-by-both.ts';
import type { Policy, RequestedSchedule } from '../domain/policy.ts';
import type { AllServices } from '../domain/organisation.ts';
import type { EnsuredSchedule, RequestResult, ServiceResult } from '../domain/service-result.ts';
import type { OrganisationPort, Provider } from '../provider/provider.ts';

/** Whether a one-time backup is taken before the evidence is judged. */
export type BackupMode = 'never' | 'always' | 'if-needed';

/** What to do about a service, and what it is judged by. */
export interface CheckOptions extends Policies {
  readonly schedule: RequestedSchedule;
  readonly backup: BackupMode;
  /** The type of a one-time backup. */
  readonly backupType: BackupType;
  /** If false, only findings about an explicit request that failed are reported. */
  readonly judged: boolean;
  /** Writes nothing; the result says what would be written. */
  readonly dryRun: boolean;
}

/** Options that only look: nothing is written or waited for. */
export function lookOnly(policy: Policy): CheckOptions {
  return {
    policy: { ...policy, schedule: 'none' },
    schedule: { kind: 'none' },
    backup: 'never',
    backupType: 'full',
    judged: true,
    dryRun: false,
  };
}

/** What was done about a service so far, in case the check is interrupted. */
export interface DoneSoFar {
  ensured: readonly EnsuredSchedule[];
  run: BackupRun | null;
}

/** The evidence with the ensured schedules in it. */
export interface Ensured {
  readonly evidence: Evidence;
  readonly ensured: readonly EnsuredSchedule[];
  readonly findings: readonly Finding[];
}

/** The evidence after the running backup has ended, or the timeout has passed. */
export interface Awaited {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

/** What became of the one-time backup; `null` if none was asked for. */
export interface Taken {
  readonly result: RequestResult | null;
  readonly findings: readonly Finding[];
  /** Whether a request may have been sent, so that the evidence is out of date. */
  readonly requested: boolean;
}

/** The results of all services, and what readers must know about how the services were found. */
export interface Checked {
  readonly results: readonly ServiceResult[];
  readonly notes: readonly string[];
}

export interface Search {
  readonly all: AllServices;
  readonly contextOf: ContextOf;
}

/** What waits and writes at the provider; see `acting.ts`. */
export interface Acting {
  ensureSchedule(evidence: Evidence, context: CheckContext): Promise<Ensured>;
  awaitRunning(evidence: Evidence, context: CheckContext): Promise<Awaited>;
  takeBackup(evidence: Evidence, context: CheckContext): Promise<Taken>;
  checkOrganisation(port: OrganisationPort, search: Search): Promise<Checked>;
}

/** What a shell leaves out it never asks for, and does not bundle. */
export type LoadActing = () => Promise<Partial<Acting>>;

/** What every step of a check needs. */
export interface CheckContext {
  /** The provider's id of the service. */
  readonly service: string;
  /** What people call it; may be text from outside. */
  readonly name?: string;
  readonly options: CheckOptions;
  readonly provider: Provider;
  readonly capabilities: Capabilities;
  /** Absent where nothing may be written. */
  readonly loadActing?: LoadActing | undefined;
  /** Its schedules were read from a list of all services. */
  readonly isListedWithOthers: boolean;
  readonly clock: Clock;
  /** No wait goes beyond this moment. */
  readonly deadline: Instant;
  /** Aborted when the check has to end at once; the reason says by what. */
  readonly interruption: AbortSignal | undefined;
  readonly doneSoFar: DoneSoFar;
  /** One line about this service; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}

/** The context of a service, by its id and what it is called. */
export type ContextOf = (service: string, name?: string) => CheckContext;
