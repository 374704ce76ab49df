import type { Instant } from '../../shared/domain/instant.ts';
import type { GithubAnswer } from '../github/api.ts';
import type { DeploymentRecord } from './deployment-record.ts';

const SUPERSEDED = 'superseded by a newer deployment of the same run and environment';

/** Nothing more is sent for it. What may have been taken before is recorded. */
export function supersede(record: DeploymentRecord, now: Instant): DeploymentRecord {
  const { sending } = record;
  const answer = sending?.isUnclear ? withDecision(record, 'may have been taken') : SUPERSEDED;
  return { ...record, sending: null, supersededAt: now, answer, isReported: false };
}

/** What GitHub says to a decision that was on its way when the newer deployment came. */
export function afterSuperseded(
  record: DeploymentRecord,
  answer: GithubAnswer,
  { wasUnclear }: { readonly wasUnclear: boolean },
): DeploymentRecord {
  if (answer.kind !== 'done' && mayBeTaken(answer, { wasUnclear })) return record;
  const taken = withDecision(record, 'was taken, perhaps for the newer one');
  return { ...record, answer: answer.kind === 'done' ? taken : SUPERSEDED, isReported: false };
}

/** Whether GitHub took the decision, or may have. */
export function mayBeTaken(
  answer: GithubAnswer,
  { wasUnclear }: { readonly wasUnclear: boolean },
): boolean {
  const isServersFault = answer.kind === 'passing' && answer.status >= 500;
  return wasUnclear || answer.kind === 'done' || answer.kind === 'lost' || isServersFault;
}

function withDecision({ decision }: DeploymentRecord, fate: string): string {
  return decision ? `${SUPERSEDED}; its answer, ${decision.state}, ${fate}` : SUPERSEDED;
}
