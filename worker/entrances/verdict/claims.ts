import { SECOND, type Instant } from '../../../shared/domain/instant.ts';
import { combine, err, ok, type Result } from '../../../shared/domain/result.ts';

/** What a token says of its job, as far as rules and requesters need it. */
export interface Claims {
  /** `acme/shop`, in the case in which GitHub has it. */
  readonly repository: string;
  /** Digits, as all ids. */
  readonly repositoryId: string;
  readonly repositoryOwnerId: string;
  /** `null` if the job has none. */
  readonly environment: string | null;
  /** `refs/heads/main`; empty where the job runs for a commit only. */
  readonly ref: string;
  readonly eventName: string;
  /** `acme/shop/.github/workflows/deploy.yml@refs/heads/main`; of the called workflow, if any. */
  readonly jobWorkflowRef: string | null;
  readonly runId: string;
  readonly runAttempt: string | null;
  readonly actor: string;
  /** The token's own id. */
  readonly jti: string;
  readonly expiresAt: Instant;
}

type Payload = Readonly<Record<string, unknown>>;

/** More than any name, path and ref together that GitHub allows. */
const MAX_LENGTH = 1024;

const ID = /^\d{1,20}$/;
const TEXT = /^[^]+$/;
const TEXT_OR_NOTHING = /^[^]*$/;
const REPOSITORY = /^[^/]+\/[^/]+$/;

/**
 * Reads the claims of a token whose signature is good. A claim of another type than GitHub's is
 * refused, not converted: 123 and "123" would be compared as one id.
 */
export function readClaims(payload: Payload, expiresAt: Instant): Result<Claims, string> {
  const required = (name: string, pattern = TEXT) => readText(payload, { name, pattern });
  const optional = (name: string) =>
    Object.hasOwn(payload, name) ? required(name, TEXT_OR_NOTHING) : ok(null);
  const claims = combine({
    repository: required('repository', REPOSITORY),
    repositoryId: required('repository_id', ID),
    repositoryOwnerId: required('repository_owner_id', ID),
    environment: optional('environment'),
    ref: required('ref', TEXT_OR_NOTHING),
    eventName: required('event_name'),
    jobWorkflowRef: optional('job_workflow_ref'),
    runId: required('run_id', ID),
    runAttempt: optional('run_attempt'),
    actor: required('actor'),
    jti: required('jti'),
  });
  if (!claims.ok)
    return err(`claims that are not as GitHub writes them: ${claims.problem.join(', ')}`);
  return ok({ ...claims.value, environment: claims.value.environment || null, expiresAt });
}

function readText(
  payload: Payload,
  { name, pattern }: { readonly name: string; readonly pattern: RegExp },
): Result<string, string> {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  const isGood = typeof value === 'string' && value.length <= MAX_LENGTH && pattern.test(value);
  return isGood ? ok(value) : err(name);
}

/** Twelve times what GitHub gives; who signs for longer would have us keep ids for longer. */
const MAX_LIFETIME = 3600;

interface Times {
  /** Seconds since 1970, as jose has found them. */
  readonly exp: number;
  readonly iat: number;
}

/** What jose leaves open. Returns when the token expires. */
export function readExpiry({ exp, iat }: Times, latest: number): Result<Instant, string> {
  if (iat > latest) return err('iat is in the future');
  // Not turned around: it has to fail for what is no number or has no end, such as 1e999.
  if (!(exp - iat <= MAX_LIFETIME)) return err('exp is more than an hour after iat');
  return ok(exp * SECOND);
}
