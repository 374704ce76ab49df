import type { Clock } from '../clock.ts';
import type { BackupType } from '../domain/backup.ts';
import type { Capabilities } from '../domain/capability.ts';
import type { Instant } from '../domain/instant.ts';
import type { Policy, RequestedSchedule } from '../domain/policy.ts';
import type { Provider } from '../provider/provider.ts';

/** Whether a one-time backup is taken before the evidence is judged. */
export type BackupMode = 'never' | 'always' | 'if-needed';

/** What is to be done about a service, and what it is held against. */
export interface CheckOptions {
  readonly policy: Policy;
  readonly schedule: RequestedSchedule;
  readonly backup: BackupMode;
  /** The type of a one-time backup. */
  readonly backupType: BackupType;
  /** Without a judgement, findings are only about what was asked for and not done. */
  readonly judged: boolean;
  /** Nothing is written; the result says what would be. */
  readonly dryRun: boolean;
}

/** Looks only: nothing is written, and nothing is waited for. */
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

/** What every part of the work on one service needs. */
export interface CheckContext {
  /** The provider's id of the service. */
  readonly service: string;
  readonly options: CheckOptions;
  readonly provider: Provider;
  readonly capabilities: Capabilities;
  readonly clock: Clock;
  /** No wait goes on beyond this. */
  readonly deadline: Instant;
  /** One line about this service; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}
