import {
  findIncompleteness,
  type Incompleteness,
  judgeWithoutServices,
  type OrganisationLists,
} from '../domain/organisation.ts';
import { buildServiceResult } from '../domain/service-result.ts';
import type { ServiceResult } from '../domain/service-result.ts';
import type { OrganisationPort } from '../provider/provider.ts';
import { checkService } from './check-service.ts';
import { interruptedResult, unlessInterrupted } from './interruption.ts';
import type { CheckContext } from './options.ts';

/** The results of all services, and what readers must know about how the services were found. */
export interface Checked {
  readonly results: readonly ServiceResult[];
  readonly notes: readonly string[];
}

/** Checks every service that the organisation's lists name, from those lists alone. */
export async function checkOrganisation(
  port: OrganisationPort,
  contextOf: (service: string) => CheckContext,
): Promise<Checked> {
  const whole = contextOf('all');
  const organisation = await unlessInterrupted(port.read(), whole);
  if (!organisation) return { results: [interruptedResult(whole)], notes: [] };
  const { lists, services } = organisation;
  const gap = findIncompleteness(lists);
  // Without any service, a finding already says that the list was cut short.
  const isSaid = gap === null || (gap === 'cut-short' && services.size === 0);
  const notes = isSaid ? [] : [NOTES[gap]];
  whole.log(services.size === 1 ? '1 service found' : `${services.size} services found`);
  notes.forEach(whole.log);
  if (services.size === 0) return { results: [reportNoServices(lists, whole)], notes };
  const checks = [...services].map(([id, evidence]) => checkService(evidence, contextOf(id)));
  return { results: await Promise.all(checks), notes };
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
