import type { Evidence } from '../domain/evidence.ts';
import {
  findIncompleteness,
  type Incompleteness,
  judgeWithoutServices,
  type OrganisationLists,
} from '../domain/organisation.ts';
import { planSchedule } from '../domain/schedule-plan.ts';
import { buildServiceResult } from '../domain/service-result.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import type { OrganisationPort } from '../provider/provider.ts';
import { checkService } from './check-service.ts';
import { gatherEvidence } from './gather.ts';
import type { CheckContext } from './options.ts';
import { isNeeded } from './take-backup.ts';

/** The results of all services, and what readers must know about how the services were found. */
export interface Checked {
  readonly results: readonly ServiceResult[];
  readonly notes: readonly string[];
}

/**
 * Checks every service that the organisation's lists name, from those lists. Only where something
 * would be written for a service are its own lists read first.
 */
export async function checkOrganisation(
  port: OrganisationPort,
  contextOf: (service: string) => CheckContext,
): Promise<Checked> {
  const whole = contextOf('all');
  const { lists, services } = await port.read();
  const gap = findIncompleteness(lists);
  // Without any service, a finding already says that the list was cut short.
  const isSaid = gap === null || (gap === 'cut-short' && services.size === 0);
  const notes = isSaid ? [] : [NOTES[gap]];
  whole.log(services.size === 1 ? '1 service found' : `${services.size} services found`);
  notes.forEach(whole.log);
  if (services.size === 0) return { results: [reportNoServices(lists, whole)], notes };
  const checks = [...services].map(async ([id, evidence]) => {
    const context = contextOf(id);
    const rests = wouldWrite(evidence, context) ? await gatherEvidence(context) : evidence;
    return checkService(rests, context);
  });
  return { results: await Promise.all(checks), notes };
}

/** Whether the lists of the organisation ask for a write; where they are not whole nothing is written. */
function wouldWrite(evidence: Evidence, context: CheckContext): boolean {
  const { schedule, backup } = context.options;
  const { backups, schedules } = evidence;
  if (backups.state !== 'complete' || schedules.state !== 'complete') return false;
  if (backup === 'always' || (backup === 'if-needed' && isNeeded(evidence, context))) return true;
  return schedule.kind !== 'none' && planSchedule(schedules.items, schedule).kind !== 'unchanged';
}

const NOTES: Readonly<Record<Incompleteness, string>> = {
  'cut-short':
    'The lists of the organisation could not be read to their end, so services may be missing.',
  'schedules-only-by-service':
    'This server lists schedules only by service, so a service that has a schedule and no backup at all was not looked for. Watch such a service by its id, in a step of its own.',
};

/**
 * No service was found, so an explicit schedule or backup request cannot be met. Report it even
 * with `gate: off`.
 */
function reportNoServices(lists: OrganisationLists, context: CheckContext): ServiceResult {
  const { service, options, capabilities, clock } = context;
  const { judged, policy, schedule, backup } = options;
  const judgement = judgeWithoutServices(lists, policy, clock.now());
  const counts = judged || schedule.kind !== 'none' || backup !== 'never';
  const none = { findings: [], capabilities, ensured: null, request: null };
  const findings = counts ? judgement.findings : [];
  return buildServiceResult({ ...judgement, findings }, { ...none, service, judged });
}
