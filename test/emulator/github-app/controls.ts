/** A job that is to wait. */
export interface NewDeployment {
  /** `owner/name` of a repository in which the App is installed. */
  readonly repository: string;
  readonly environment: string;
  readonly runId: string;
  readonly sha?: string;
}

/** Nothing is answered until then but that it is too much. */
export interface Limit {
  readonly until: number;
  readonly status: 403 | 429;
  /** How the pause is said. */
  readonly header: 'retry-after' | 'x-ratelimit-reset';
}
