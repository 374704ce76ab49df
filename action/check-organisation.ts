import {
  findGap,
  type Gap,
  judgeWithoutServices,
  type OrganisationLists,
} from '../shared/domain/organisation.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import { buildReport } from '../shared/report/build-report.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import { checkService } from './check-service.ts';
import type { ServiceContext } from './context.ts';

/** What came of all services, and what has to be known of how they were found. */
export interface Checked {
  readonly reports: readonly ServiceReport[];
  readonly notes: readonly string[];
}

/** Every service that the organisation's lists name: none is asked again for what they show. */
export async function checkOrganisation(
  contextOf: (service: string) => ServiceContext,
): Promise<Checked> {
  const whole = contextOf('all');
  const { lists, services } = await whole.provider.readOrganisation();
  const gap = findGap(lists);
  // Where there is no service, a finding says by itself that a list was cut short.
  const isSaid = gap === null || (gap === 'cut-short' && services.size === 0);
  const notes = isSaid ? [] : [NOTES[gap]];
  whole.log(services.size === 1 ? '1 service found' : `${services.size} services found`);
  notes.forEach(whole.log);
  if (services.size === 0) return { reports: [reportNoServices(lists, whole)], notes };
  const checks = [...services].map(([id, evidence]) => checkService(evidence, contextOf(id)));
  return { reports: await Promise.all(checks), notes };
}

const NOTES: Readonly<Record<Gap, string>> = {
  'cut-short':
    'The lists of the organisation could not be read to their end, so services may be missing.',
  'schedules-only-by-service':
    'This server lists schedules only by service, so a service that has a schedule and no backup at all was not looked for. Watch such a service by its id, in a step of its own.',
};

/** Nothing is written for nobody: a schedule or a backup that was asked for cannot be had. */
function reportNoServices(lists: OrganisationLists, context: ServiceContext): ServiceReport {
  const { service, inputs, clock } = context;
  const { gate, policy, schedule, backup } = inputs;
  const judged = gate !== 'off';
  const judgement = judgeWithoutServices(lists, policy, clock.now());
  const counts = judged || schedule.kind !== 'none' || backup !== 'never';
  const { capabilities: can } = PROVIDERS[inputs.provider];
  const none = { findings: [], can, ensured: null, request: null };
  const findings = counts ? judgement.findings : [];
  return buildReport({ ...judgement, findings }, { ...none, service, judged });
}
