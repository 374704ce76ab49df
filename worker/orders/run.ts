import type { RunState } from '../../shared/backup-run/run.ts';
import type { Backup, BackupType } from '../../shared/domain/backup.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Requester } from './requester.ts';

/** What is asked of a service's coordinator, when all is verified and allowed. */
export interface RunRequest {
  /** The service's name in the configuration. */
  readonly service: string;
  readonly type: BackupType;
  /** The type was asked for, and is not merely the service's default. */
  readonly isTypeGiven: boolean;
  readonly requester: Requester;
  /**
   * Names of this very delivery. A sender's retry brings one of them again, and gets the run that
   * the first one caused.
   */
  readonly deliveries: readonly string[];
}

/** One one-time backup, from acceptance to its end. Times are UTC. */
export interface Run {
  readonly id: string;
  readonly service: string;
  readonly type: BackupType;
  readonly state: RunState;
  readonly requestedBy: readonly Requester[];
  readonly acceptedAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  /** The backup that it became, once that is known. */
  readonly backup: Backup | null;
  /** Why it failed, or what is in its way. Untrusted text. */
  readonly message: string | null;
  /** Why someone could not be told of the end. Holds no secret and no URL. */
  readonly undelivered: readonly string[];
}

/** The part of a run that leaves its coordinator: a requester's Slack URL is a secret, and stays. */
export type RunView = Omit<Run, 'requestedBy'> & {
  readonly requestedBy: readonly Pick<Requester, 'via' | 'details'>[];
};

export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly run: RunView;
      /** Another request had caused the run already. */
      readonly joined: boolean;
    }
  /** The delivery was used for a run of another type, so this is another order under its name. */
  | { readonly kind: 'delivery-used'; readonly run: RunView };
