import * as v from 'valibot';
import { HOUR, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { isSameName } from '../github/names.ts';
import type { DeploymentRecord } from './deployment-record.ts';

/** How long the second person has. */
export const CONFIRM_WITHIN = 15 * MINUTE;

/** A job that was rejected already is let through when it is run again within this time. */
const HOLDS_FOR = HOUR;

const Person = v.object({ user: v.string(), /** Untrusted text. */ name: v.string() });
export type Person = Readonly<v.InferOutput<typeof Person>>;

/** Two people let a deployment through although the gate is closed. */
export const Override = v.object({
  version: v.literal(1),
  id: v.string(),
  /** Slack's id of the command; the same for a repeat of it. */
  trigger: v.string(),
  repository: v.string(),
  environment: v.string(),
  runId: v.string(),
  /** The service that was named, whose channels are told. */
  service: v.string(),
  first: Person,
  /** Untrusted text. */
  why: v.string(),
  askedAt: v.number(),
  second: v.nullable(Person),
  /** Milliseconds since 1970, UTC; `null` until the second person agreed. */
  confirmedAt: v.nullable(v.number()),
  /** The deployment that it let through, or that was approved without it. It counts once. */
  usedBy: v.nullable(v.string()),
  isTold: v.boolean(),
});
export type Override = Readonly<v.InferOutput<typeof Override>>;

/** What somebody asks for. */
export interface OverrideOrder {
  readonly trigger: string;
  readonly repository: string;
  readonly target: { readonly run: string } | { readonly deployment: string };
  readonly service: string;
  readonly who: Person;
  readonly why: string;
  /** The services for which they may do so. */
  readonly may: readonly string[];
}

export interface Confirmation {
  readonly repository: string;
  readonly id: string;
  readonly who: Person;
  readonly may: readonly string[];
}

/** Why there is no override. */
export type OverrideRefusal =
  | { readonly kind: 'unknown' }
  /** Several of the run wait; each can be named by its address. */
  | {
      readonly kind: 'several';
      readonly choices: readonly { readonly environment: string; readonly address: string }[];
    }
  | { readonly kind: 'not-allowed'; readonly services: readonly string[] }
  | { readonly kind: 'decided'; readonly environment: string }
  | { readonly kind: 'same-person' }
  | { readonly kind: 'expired' };

/** What the second person has to know. Texts are untrusted. */
export interface OverrideSubject {
  /** All that are let through by it. */
  readonly services: readonly string[];
  /** What is wrong with their backups, in one line. MARKED; empty if nobody has looked yet. */
  readonly found: string;
  readonly sha: string | null;
  readonly sender: string | null;
}

export type OverrideAnswer =
  | { readonly kind: 'asked'; readonly override: Override; readonly subject: OverrideSubject }
  | {
      readonly kind: 'confirmed';
      readonly override: Override;
      /** `unclear`: it was rejected, and GitHub may have taken that, or takes it now. */
      readonly fate: 'waits' | 'rejected' | 'unclear';
    }
  | OverrideRefusal;

/** One person alone never can, and nobody later than that. */
export function refuseConfirmation(
  { first, askedAt, second }: Override,
  who: Person,
  now: Instant,
): OverrideRefusal | null {
  if (second !== null) return null;
  if (who.user === first.user) return { kind: 'same-person' };
  return now > askedAt + CONFIRM_WITHIN ? { kind: 'expired' } : null;
}

type Place = Pick<DeploymentRecord, 'runId' | 'environment'>;

/** Those that have let nothing through so far, confirmed or not. */
export function findUnused(
  overrides: readonly Override[],
  { runId, environment }: Place,
): readonly Override[] {
  return overrides.filter(
    (one) => one.runId === runId && isSameName(one.environment, environment) && one.usedBy === null,
  );
}

/** The override that lets a deployment through now; `null` if there is none. */
export function findOverride(
  overrides: readonly Override[],
  place: Place,
  now: Instant,
): Override | null {
  return (
    findUnused(overrides, place).find(
      ({ confirmedAt }) => confirmedAt !== null && now <= confirmedAt + HOLDS_FOR,
    ) ?? null
  );
}

/** `anna (U1)`. Only the id is certain. */
export function namePerson({ user, name }: Person): string {
  return name === '' ? user : `${name} (${user})`;
}
