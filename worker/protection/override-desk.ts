import type { Instant } from '../../shared/domain/instant.ts';
import { isSameName, lowerName } from '../github/names.ts';
import { findEntry, type ProtectEntry } from './config.ts';
import { type DeploymentRecord, isUndecided } from './deployment-record.ts';
import type { DeploymentLedger } from './deployment-ledger.ts';
import {
  type Confirmation,
  type Override,
  type OverrideAnswer,
  type OverrideOrder,
  type OverrideSubject,
  refuseConfirmation,
} from './override.ts';
import type { OverrideLedger } from './override-ledger.ts';

interface Ports {
  readonly deployments: DeploymentLedger;
  readonly overrides: OverrideLedger;
  readonly entries: readonly ProtectEntry[];
  readonly now: Instant;
}

/** The first person asks. Nothing is let through by that. */
export function beginOverride(order: OverrideOrder, ports: Ports): OverrideAnswer {
  const { overrides, now } = ports;
  const before = overrides.all.find(({ trigger }) => trigger === order.trigger);
  if (before) return { kind: 'asked', override: before, subject: subjectOf(before, ports) };
  const found = findDeployments(order, ports);
  const open = found.filter(({ decision }) => decision?.state !== 'approved');
  const [deployment, another] = open;
  if (deployment === undefined) {
    const [decided] = found;
    return decided ? { kind: 'decided', environment: decided.environment } : { kind: 'unknown' };
  }
  if (another) {
    const choices = open.map(({ environment, repository, deploymentId }) => {
      return { environment, address: `/${repository}/deployments/${deploymentId ?? ''}` };
    });
    return { kind: 'several', choices };
  }
  const missing = servicesMissing(deployment, order.may, ports);
  if (missing.length > 0) return { kind: 'not-allowed', services: missing };
  const { repository, environment, runId } = deployment;
  const { trigger, service, who: first, why } = order;
  const override: Override = {
    version: 1,
    id: crypto.randomUUID(),
    trigger,
    repository,
    environment,
    runId,
    service,
    first,
    why,
    askedAt: now,
    second: null,
    confirmedAt: null,
    usedBy: null,
    isTold: true,
  };
  overrides.save(override, now);
  return { kind: 'asked', override, subject: subjectOf(override, ports) };
}

function subjectOf(override: Override, ports: Ports): OverrideSubject {
  const latest = findLatest(override, ports);
  const { services = [] } = findEntry(ports.entries, override) ?? {};
  const { held = '', decision = null, sha = null, sender = null } = latest ?? {};
  return { services, found: decision?.summary ?? held, sha, sender };
}

function findLatest(
  { runId: run, service, environment }: Override,
  ports: Ports,
): DeploymentRecord | undefined {
  const found = findDeployments({ target: { run }, service }, ports);
  return found.find((one) => isSameName(one.environment, environment));
}

/** The second person agrees. */
export function confirmOverride({ id, who, may }: Confirmation, ports: Ports): OverrideAnswer {
  const { overrides, now } = ports;
  const override = overrides.all.find((one) => one.id === id);
  if (!override) return { kind: 'unknown' };
  const refusal = refuseConfirmation(override, who, now);
  if (refusal) return refusal;
  const latest = findLatest(override, ports);
  if (!latest) return { kind: 'unknown' };
  const missing = servicesMissing(latest, may, ports);
  if (missing.length > 0) return { kind: 'not-allowed', services: missing };
  const fate = fateOf(latest);
  if (override.second !== null) return { kind: 'confirmed', override, fate };
  if (latest.decision?.state === 'approved' || override.usedBy !== null) {
    return { kind: 'decided', environment: latest.environment };
  }
  const confirmed = { ...override, second: who, confirmedAt: now, isTold: false };
  overrides.save(confirmed, now);
  if (fate === 'waits') {
    // A rejection that GitHub has not taken is not owed any more.
    ports.deployments.save({ ...latest, decision: null, sending: null, lookAt: now });
  }
  return { kind: 'confirmed', override: confirmed, fate };
}

function fateOf(
  deployment: DeploymentRecord,
): Extract<OverrideAnswer, { kind: 'confirmed' }>['fate'] {
  if (isUndecided(deployment)) return 'waits';
  if (deployment.sending === null) return 'rejected';
  return deployment.sending.isUnclear ? 'unclear' : 'waits';
}

/** The latest of each environment that waits for the service. */
function findDeployments(
  { target, service }: Pick<OverrideOrder, 'target' | 'service'>,
  { deployments, entries }: Ports,
): readonly DeploymentRecord[] {
  const named = deployments
    .findOf(target)
    .filter((one) => findEntry(entries, one)?.services.includes(service));
  const latest = new Map(named.map((one) => [lowerName(one.environment), one]));
  return [...latest.values()];
}

/** All services of the entry are let through, not only the one that was named. */
function servicesMissing(
  deployment: DeploymentRecord,
  may: readonly string[],
  { entries }: Ports,
): readonly string[] {
  const { services = [] } = findEntry(entries, deployment) ?? {};
  return services.filter((name) => !may.includes(name));
}
