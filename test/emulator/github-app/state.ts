import type { KeyObject } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Limit } from './controls.ts';

export interface Repository {
  readonly id: number;
  /** `owner/name`. */
  readonly fullName: string;
}

/** The App in an account, with the repositories that it was given there. */
export interface Installation {
  readonly id: number;
  readonly repositories: readonly Repository[];
  /** What the account has agreed to. */
  permissions: Readonly<Record<string, 'read' | 'write'>>;
}

export interface Review {
  readonly state: string;
  readonly comment: string;
  /** By the emulator's clock: epoch milliseconds, UTC. */
  readonly at: number;
}

/** A job that waits for the App, or has waited. */
export interface Deployment {
  readonly id: number;
  readonly repository: Repository;
  readonly runId: string;
  readonly environment: string;
  readonly sha: string;
  readonly requestedAt: number;
  /** `bypassed`: by an administrator, whatever the rule says. */
  state: 'waiting' | 'approved' | 'rejected' | 'bypassed';
  /** What the App said while it waited. */
  readonly reports: Omit<Review, 'state'>[];
  /** The decisions that were taken: one at most. */
  readonly reviews: Review[];
  /** Decisions that came when it did not wait any more. */
  readonly late: Review[];
}

/** One try to deliver an event. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly redelivery: boolean;
  readonly body: string;
  readonly at: number;
  /** `null` while nobody has taken it. */
  statusCode: number | null;
}

export interface Token {
  readonly installation: Installation;
  readonly repositoryIds: readonly number[];
  readonly permissions: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

export interface GitHubAppState {
  readonly clock: Clock;
  readonly settings: {
    /** App id and client id, either of which may be the issuer. */
    readonly appIds: readonly string[];
    readonly publicKey: KeyObject;
    readonly webhookSecret: string;
    /** What addresses in events begin with. */
    apiUrl: string;
    latencyMs: number;
    /** What a decision gets that comes after another one. */
    lateStatus: number;
  };
  readonly installations: Installation[];
  readonly deployments: Deployment[];
  readonly deliveries: Delivery[];
  readonly tokens: Map<string, Token>;
  limit: Limit | null;
}
