import type { Evidence } from '../domain/evidence.ts';
import {
  findGaps,
  type Gap,
  judgeWithoutServices,
  type OrganisationLists,
} from '../domain/organisation.ts';
import { buildServiceResult } from '../domain/service-result.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import type { OrganisationPort } from '../provider/provider.ts';
import { distinguishNames } from '../report/label.ts';
import { checkService } from './check-service.ts';
import { gatherEvidence, isNeeded } from './gather.ts';
import { interruptedResult, unlessInterrupted } from './interruption.ts';
import type { CheckContext, Checked, Search } from './options.ts';

/**
 * Checks every service that the organisation's lists name, from those lists. Only where something
 * would be written for a service are its own lists read first.
 */
export async function checkOrganisation(
  port: OrganisationPort,
  { all, contextOf }: Search,
): Promise<Checked> {
  const whole = contextOf(all);
  const organisation = await unlessInterrupted(port.read(all), whole);
  if (!organisation) return { results: [interruptedResult(whole)], notes: [] };
  const { lists, services } = organisation;
  const names = distinguishNames([...services.keys()], organisation.names ?? new Map());
  // Without any service, a finding already says that the list was cut short.
  const notes = findGaps(organisation)
    .filter((gap) => gap !== 'cut-short' || services.size > 0)
    .map((gap) => NOTES[gap]);
  whole.log(services.size === 1 ? '1 service found' : `${services.size} services found`);
  notes.forEach(whole.log);
  if (services.size === 0) return { results: [reportNoServices(lists, whole)], notes };
  const checks = [...services].map(([id, evidence]) =>
    checkListed(evidence, contextOf(id, names.get(id))),
  );
  return { results: await Promise.all(checks), notes };
}

async function checkListed(evidence: Evidence, context: CheckContext): Promise<ServiceResult> {
  if (!wouldRequest(evidence, context)) return checkService(evidence, context);
  const own = await gatherEvidence(context);
  return checkService(own, { ...context, isListedWithOthers: false });
}

/** Whether the organisation's lists, which must be complete, call for a backup request. */
function wouldRequest(evidence: Evidence, context: CheckContext): boolean {
  const { backup } = context.options;
  const { backups, schedules } = evidence;
  if (backups.state !== 'complete' || schedules.state !== 'complete') return false;
  return backup === 'always' || (backup === 'if-needed' && isNeeded(evidence, context));
}

const NOTES: Readonly<Record<Gap, string>> = {
  'cut-short': "The organisation's lists could not be read in full, so services may be missing.",
  'schedules-only-by-service':
    'This server lists schedules only per service, so services with a schedule but no backups were not found. Check those by id, in a step of their own.',
  'instances-unread':
    'This key cannot list database instances, so instances without backups were not found.',
  'instances-gone': 'Backups of database instances that no longer exist were ignored.',
};

/**
 * No service was found, so an explicit schedule or backup request cannot be met. Report it even
 * with `gate: off`.
 */
function reportNoServices(lists: OrganisationLists, context: CheckContext): ServiceResult {
  const { service, options, provider, capabilities, clock } = context;
  const { judged, policy, schedule, backup } = options;
  const judgement = judgeWithoutServices(lists, policy, clock.now());
  const counts = judged || schedule.kind !== 'none' || backup !== 'never';
  const none = { findings: [], provider: provider.title, capabilities, ensured: [], request: null };
  const findings = counts ? judgement.findings : [];
  return buildServiceResult({ ...judgement, findings }, { ...none, service, judged });
}
