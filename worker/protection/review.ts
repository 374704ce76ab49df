import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { GithubAnswer } from '../github/api.ts';
import type { AppClient } from '../github/app-client.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { reviewPathOf } from './deployment-request.ts';

const TAKEN = 204;

const FIRST_RETRY = 5 * SECOND;
const MAX_RETRY = HOUR;

/** What a crash or a deployment broke off is tried again after this. */
const AFTER_A_CRASH = 30 * SECOND;

/**
 * A refusal may pass: a replica does not know the run yet, or somebody puts a right in order. At
 * the intervals above that is more than a day.
 */
const MAX_REFUSALS = 36;

/** GitHub's own words for that nobody waits: it was decided, bypassed or canceled. */
const NOBODY_WAITS = /\bno pending\b|\balready\b/i;
const MAX_NOBODY_WAITS = 3;

/** Added to what GitHub said. */
export const MAY_BE_TAKEN = 'the answer before may have been taken';

/** The record that is stored before a decision is sent. It counts as unclear until it is answered. */
export function beforeSending(record: DeploymentRecord, now: Instant): DeploymentRecord {
  const { sending } = record;
  if (sending === null) return record;
  return {
    ...record,
    sending: {
      ...sending,
      tries: sending.tries + 1,
      dueAt: now + AFTER_A_CRASH,
      isUnclear: true,
    },
  };
}

interface Sending {
  readonly record: DeploymentRecord;
  /** Asked last: what comes before, a token, takes time. */
  readonly isOwed: () => boolean;
}

/** Gives GitHub the decision, once. */
export function sendDecision(sending: Sending, client: AppClient): Promise<GithubAnswer> {
  const { state, comment } = sending.record.decision ?? {};
  return send(sending, { state, comment }, client);
}

/** Tells GitHub why a deployment is held. */
export function sendReport(
  { comment, ...sending }: Sending & { readonly comment: string },
  client: AppClient,
): Promise<GithubAnswer> {
  return send(sending, { comment }, client);
}

/** What GitHub has taken it answers with 204; a page in its place is not of GitHub, or of an outage. */
async function send(
  { record, isOwed }: Sending,
  body: object,
  client: AppClient,
): Promise<GithubAnswer> {
  const answer = await client.postAs(record, {
    path: reviewPathOf(record),
    body: { environment_name: record.environment, ...body },
    isOwed,
  });
  if (answer.kind !== 'done' || answer.status === TAKEN) return answer;
  const { status } = answer;
  return { kind: 'passing', status, reason: `HTTP ${status} in place of ${TAKEN}` };
}

/**
 * What GitHub's answer to a decision leads to. `wasUnclear`: an earlier try may have been taken, so
 * a refusal may be GitHub's answer to a second decision. One alone may also be of a replica.
 */
export function afterSending(
  record: DeploymentRecord,
  answer: GithubAnswer,
  { wasUnclear, now }: { readonly wasUnclear: boolean; readonly now: Instant },
): DeploymentRecord {
  const { tries, refusals } = record.sending ?? { tries: 1, refusals: 0 };
  const settle = (text: string) => ({ ...record, sending: null, answer: text, isReported: false });
  const again = (dueAt: Instant, isUnclear: boolean, refused = refusals) => {
    return { ...record, sending: { tries, refusals: refused, dueAt, isUnclear } };
  };
  const retryAt = now + Math.min(FIRST_RETRY * 2 ** (tries - 1), MAX_RETRY);
  switch (answer.kind) {
    case 'done':
      return settle('taken');
    case 'refused':
      if (refusals + 1 < mostRefusals(answer.reason, wasUnclear)) {
        return again(retryAt, wasUnclear, refusals + 1);
      }
      return settle(
        wasUnclear
          ? `${answer.reason} to a repeat: ${MAY_BE_TAKEN}`
          : `refused with ${answer.reason}`,
      );
    case 'limited':
      return again(Math.max(answer.until, retryAt), wasUnclear);
    case 'passing':
      return again(
        Math.max(retryAt, now + pauseOf(answer.status)),
        wasUnclear || answer.status >= 500,
      );
    case 'lost':
      return again(retryAt, true);
  }
}

/** Of a repeat, a refusal most often says that the decision was taken, in whatever words. */
function mostRefusals(reason: string, wasUnclear: boolean): number {
  return wasUnclear || NOBODY_WAITS.test(reason) ? MAX_NOBODY_WAITS : MAX_REFUSALS;
}

/** A right that is missing has to be given by a person. */
function pauseOf(status: number): number {
  return status === 401 || status === 403 ? MINUTE : 0;
}
