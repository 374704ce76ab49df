import * as v from 'valibot';
import { DAY, type Instant } from '../../shared/domain/instant.ts';

/** What the board keeps of a deployment. Moments are milliseconds since 1970, UTC. */
export const DeploymentView = v.object({
  /** Names are GitHub's: untrusted text. */
  repository: v.string(),
  environment: v.string(),
  runId: v.string(),
  state: v.picklist(['waiting', 'held', 'approved', 'rejected', 'superseded']),
  /** Why, in one line. MARKED; empty before the first look. */
  message: v.string(),
  requestedAt: v.number(),
  /** `null` until it is decided. */
  decidedAt: v.nullable(v.number()),
  /** Whether GitHub has the decision. */
  isAnswered: v.boolean(),
});
export type DeploymentView = Readonly<v.InferOutput<typeof DeploymentView>>;

const OF_LATE = 3 * DAY;
const MAX_SHOWN = 20;

/** Those that wait, the longest first, then those that were decided of late, the latest first. */
export function showDeployments(
  all: readonly DeploymentView[],
  now: Instant,
): { readonly shown: readonly DeploymentView[]; readonly left: number } {
  const waiting = all.filter(({ decidedAt }) => decidedAt === null);
  const decided = all.filter(({ decidedAt }) => decidedAt !== null && decidedAt > now - OF_LATE);
  const inOrder = [
    ...waiting.toSorted((one, other) => one.requestedAt - other.requestedAt),
    ...decided.toSorted((one, other) => (other.decidedAt ?? 0) - (one.decidedAt ?? 0)),
  ];
  return { shown: inOrder.slice(0, MAX_SHOWN), left: Math.max(inOrder.length - MAX_SHOWN, 0) };
}
