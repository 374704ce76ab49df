import * as v from 'valibot';
import type { Instant } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import type { DeploymentRequest } from './deployment-request.ts';

/** Milliseconds since 1970, UTC. */
const instant = v.number();

const Decision = v.object({
  state: v.picklist(['approved', 'rejected']),
  why: v.picklist(['gate', 'override', 'blocked', 'held', 'unnamed', 'unjudged']),
  /** In one line. MARKED. */
  summary: v.string(),
  /** As GitHub gets it, each time that it is sent. */
  comment: v.string(),
  at: instant,
});

/**
 * What is stored of a deployment. A change of shape gets a new version and a way to read the old
 * one: records live for 30 days.
 */
const DeploymentRecord = v.object({
  version: v.literal(1),
  id: v.string(),
  repository: v.string(),
  repositoryId: v.number(),
  installationId: v.number(),
  environment: v.string(),
  runId: v.string(),
  deploymentId: v.nullable(v.string()),
  sha: v.optional(v.nullable(v.string()), null),
  sender: v.optional(v.nullable(v.string()), null),
  /** GitHub's id of the event; the same when it is sent again. */
  delivery: v.string(),
  requestedAt: instant,
  /** When the backups are looked at next, until it is decided. */
  lookAt: instant,
  /** Why it is held, in one line. MARKED; empty if nobody has looked yet. */
  held: v.string(),
  /** What GitHub was told while it is held, and what it answered: empty if that is not known. */
  reports: v.array(v.object({ at: instant, answer: v.string() })),
  decision: v.nullable(Decision),
  /** The answer that GitHub is owed. Stored before each try; `null` if none is owed. */
  sending: v.nullable(
    v.object({
      tries: v.number(),
      /** How often GitHub refused it, although no try before is unclear. */
      refusals: v.number(),
      dueAt: instant,
      /** Whether a try may have been taken, because no answer to it came. */
      isUnclear: v.boolean(),
    }),
  ),
  /** What GitHub said to the decision in the end; empty until then. */
  answer: v.string(),
  /** Why GitHub did not take what it was told last; empty if it did. Untrusted text. */
  problem: v.optional(v.string(), ''),
  /** When a newer one of the same run and environment came, which is answered in its place. */
  supersededAt: v.optional(v.nullable(instant), null),
  /** Whether the board has all of this. */
  isReported: v.boolean(),
});
export type DeploymentRecord = Readonly<v.InferOutput<typeof DeploymentRecord>>;
export type StoredDecision = Readonly<v.InferOutput<typeof Decision>>;

/**
 * The same for an event that is sent again or replayed, which has the same body. Not the id of the
 * deployment: whether a job that runs again always gets another one is not documented.
 */
export function idOf({ runId, bodyHash }: DeploymentRequest): string {
  return `${runId}-${bodyHash}`;
}

export function newDeployment(request: DeploymentRequest, now: Instant): DeploymentRecord {
  const { bodyHash: _, ...rest } = request;
  return {
    ...rest,
    version: 1,
    id: idOf(request),
    requestedAt: now,
    lookAt: now,
    held: '',
    reports: [],
    decision: null,
    sending: null,
    answer: '',
    problem: '',
    supersededAt: null,
    isReported: false,
  };
}

/** `null` for one that cannot be read, which stays stored. */
export function readDeployment(text: string): DeploymentRecord | null {
  const parsed = v.safeParse(DeploymentRecord, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** Whether it is still to be decided. */
export function isUndecided({
  decision,
  supersededAt,
}: Pick<DeploymentRecord, 'decision' | 'supersededAt'>): boolean {
  return decision === null && supersededAt === null;
}

/** When something is to be done about it; `null` if it is settled. */
export function nextWorkOf(record: DeploymentRecord): Instant | null {
  return isUndecided(record) ? record.lookAt : (record.sending?.dueAt ?? null);
}
