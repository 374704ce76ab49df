import { randomUUID } from 'node:crypto';

export type TokenClaims = Readonly<Record<string, unknown>>;

/** What GitHub says of a job; the rest follows from it. */
interface Job {
  readonly issuer: string;
  /** The issuer's time, epoch milliseconds. */
  readonly now: number;
}

const job = {
  repository: 'acme/shop',
  repository_id: '123456',
  repository_owner: 'acme',
  repository_owner_id: '7890',
  repository_visibility: 'private',
  ref: 'refs/heads/main',
  ref_type: 'branch',
  ref_protected: 'true',
  sha: '0123456789abcdef0123456789abcdef01234567',
  head_ref: '',
  base_ref: '',
  event_name: 'push',
  workflow: 'Deploy',
  workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  workflow_sha: '0123456789abcdef0123456789abcdef01234567',
  job_workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  job_workflow_sha: '0123456789abcdef0123456789abcdef01234567',
  run_id: '9876543210',
  run_number: '42',
  run_attempt: '1',
  actor: 'octocat',
  actor_id: '583231',
  runner_environment: 'github-hosted',
  check_run_id: '55555555555',
};

/**
 * The claims of a job as GitHub writes them: ids are text, times are seconds, and there is an
 * `environment` only where the job has one. `over` replaces any; `undefined` leaves one out.
 */
export function createClaims({ issuer, now }: Job, over: TokenClaims = {}): TokenClaims {
  const issuedAt = Math.floor(now / 1000);
  const claims = { ...job, ...over };
  return {
    jti: randomUUID(),
    sub: subjectOf(claims),
    aud: `https://github.com/${claims.repository_owner}`,
    iss: issuer,
    nbf: issuedAt - 600,
    iat: issuedAt,
    exp: issuedAt + 300,
    ...claims,
  };
}

type Described = typeof job & { readonly environment?: unknown };

/** As in repositories that were made after 2026-07-15: with the ids beside the names. */
function subjectOf(claims: Described): string {
  const [owner, name] = textOf(claims.repository).split('/');
  const ids = { owner: textOf(claims.repository_owner_id), name: textOf(claims.repository_id) };
  return `repo:${owner}@${ids.owner}/${name}@${ids.name}:${contextOf(claims)}`;
}

function contextOf(claims: Described): string {
  if (claims.environment !== undefined) return `environment:${escaped(claims.environment)}`;
  if (claims.event_name === 'pull_request') return 'pull_request';
  return `ref:${escaped(claims.ref)}`;
}

function escaped(value: unknown): string {
  return textOf(value).replaceAll(':', '%3A');
}

/** Tests replace claims by values of any type. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}
