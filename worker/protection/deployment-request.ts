/** A deployment that waits for an answer, as GitHub's event says. Texts are untrusted. */
export interface DeploymentRequest {
  /** `acme/shop`, as GitHub spells it. */
  readonly repository: string;
  readonly repositoryId: number;
  readonly installationId: number;
  readonly environment: string;
  readonly runId: string;
  readonly deploymentId: string | null;
  /** The commit; `null` if the event does not say it. */
  readonly sha: string | null;
  /** Whose doing the event is; `null` if it does not say it. */
  readonly sender: string | null;
  /** GitHub's id of the delivery; the same when it is sent again. */
  readonly delivery: string;
  /** SHA-256 of the whole body. */
  readonly bodyHash: string;
}

/** One object for each repository, whose name GitHub compares without case. */
export function objectNameOf(repository: string): string {
  return repository.toLowerCase();
}

/** Below the API's root. The answer goes there, and the event has to name the same address. */
export function reviewPathOf({
  repository,
  runId,
}: Pick<DeploymentRequest, 'repository' | 'runId'>): string {
  return `/repos/${repository}/actions/runs/${runId}/deployment_protection_rule`;
}
