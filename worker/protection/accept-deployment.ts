import type { Instant } from '../../shared/domain/instant.ts';
import { isSameName } from '../github/names.ts';
import type { DeploymentLedger } from './deployment-ledger.ts';
import { type DeploymentRecord, newDeployment, nextWorkOf } from './deployment-record.ts';
import type { DeploymentRequest } from './deployment-request.ts';
import type { OverrideLedger } from './override-ledger.ts';
import { supersede } from './superseded.ts';

interface Ports {
  readonly deployments: DeploymentLedger;
  readonly overrides: OverrideLedger;
  readonly now: Instant;
}

/**
 * Stores a deployment, unless it is known. GitHub takes one answer for a run and an environment,
 * whichever of its deployments waits: so from now on only this one is answered for, and what is
 * owed to an older one is not sent any more. Otherwise it would decide this one.
 */
export function acceptDeployment(request: DeploymentRequest, ports: Ports): boolean {
  const { deployments, now } = ports;
  const deployment = newDeployment(request, now);
  if (deployments.isKnown(deployment)) return false;
  const older = deployments
    .findOpen()
    .filter((one) => isSameAddress(one, deployment) && nextWorkOf(one) !== null);
  for (const one of older) replace(one, ports);
  // GitHub counts them for all together.
  const reports = older.flatMap((one) => one.reports);
  deployments.save({ ...deployment, reports });
  return true;
}

function isSameAddress(one: DeploymentRecord, other: DeploymentRecord): boolean {
  return one.runId === other.runId && isSameName(one.environment, other.environment);
}

function replace(record: DeploymentRecord, { deployments, overrides, now }: Ports): void {
  deployments.save(supersede(record, now));
  const { id, repository, environment, runId: run, sending } = record;
  console.log({ event: 'deployment-superseded', repository, environment, run });
  // What GitHub may have taken has let one through already.
  if (!sending?.isUnclear) overrides.release(id, now);
}
