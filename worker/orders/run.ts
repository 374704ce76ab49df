import type { RunState } from '../../shared/backup-run/run.ts';
import type { Backup, BackupType } from '../../shared/domain/backup.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Requester } from './requester.ts';

/** The service's name, which identifies its coordinator, and 128 random bits. */
export const RUN_ID = /^[a-z0-9][a-z0-9-]{0,31}\.[0-9a-f]{32}$/;

/** A request to a service's coordinator, verified and authorised. */
export interface RunRequest {
  /** The service's name in the configuration. */
  readonly service: string;
  readonly type: BackupType;
  /** Whether the type was requested, rather than the service's default. */
  readonly isTypeGiven: boolean;
  /** Whether a backup that succeeded within `minInterval` will not do. */
  readonly mustBeNew: boolean;
  readonly requester: Requester;
  /**
   * Names of this delivery. A sender's retry brings one of them again, and gets the run that the
   * first one caused.
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
  /** The resulting backup, once it is known. */
  readonly backup: Backup | null;
  /** Why it failed, or what it waits for. Untrusted text. */
  readonly message: string | null;
  /** Notifications that could not be delivered, with the reason. Holds no secret and no URL. */
  readonly undelivered: readonly string[];
}

/**
 * The part of a run that leaves its coordinator. A requester's response URL is a secret, and stays.
 */
export type RunView = Omit<Run, 'requestedBy'> & {
  readonly requestedBy: readonly Pick<Requester, 'via' | 'details'>[];
};

export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly run: RunView;
      /** Another request had caused the run. */
      readonly joined: boolean;
    }
  /** The delivery id was already used for a run of another type. */
  | { readonly kind: 'delivery-used'; readonly run: RunView };
