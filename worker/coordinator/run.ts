import type { Backup, BackupType } from '../../shared/domain/backup.ts';
import type { Instant } from '../../shared/domain/instant.ts';

export type RunState = 'accepted' | 'requesting' | 'running' | 'succeeded' | 'failed' | 'timed-out';

export const ENDED: readonly RunState[] = ['succeeded', 'failed', 'timed-out'];

/** Who asked for a run, and how they are told of its end. Plain data: it is stored. */
export type Requester =
  | {
      readonly via: 'slack';
      readonly team: string;
      readonly channel: string;
      readonly user: string;
      /** A secret: whoever has it can post for 30 minutes. Never shown. */
      readonly responseUrl: string;
      readonly urlDiesAt: Instant;
    }
  | { readonly via: 'github'; readonly event: string; readonly repository: string }
  | { readonly via: 'webhook'; readonly reason: string | null };

/** What an entrance asks of a service's coordinator, when all is verified and allowed. */
export interface RunRequest {
  /** The service's name in the configuration. */
  readonly service: string;
  readonly type: BackupType;
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

export interface Acceptance {
  readonly run: Run;
  /** Another request had caused the run already. */
  readonly joined: boolean;
}
