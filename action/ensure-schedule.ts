import type { Evidence } from '../shared/domain/evidence.ts';
import type { Finding } from '../shared/domain/finding.ts';
import type { Schedule } from '../shared/domain/schedule.ts';
import { planSchedule, type SchedulePlan } from '../shared/domain/schedule-plan.ts';
import { ProviderError } from '../shared/provider/errors.ts';
import type { EnsuredSchedule, ScheduleChangeWord } from '../shared/report/service-report.ts';
import { quotePlain } from '../shared/report/text.ts';
import type { ServiceContext } from './context.ts';

/** The evidence with the schedule as it stands now that it was made sure of. */
export interface Ensured {
  readonly evidence: Evidence;
  readonly ensured: EnsuredSchedule | null;
  readonly findings: readonly Finding[];
}

type WritePlan = Extract<SchedulePlan, { kind: 'create' | 'change' }>;

/**
 * Makes sure of the schedule that was asked for, if one was. Where the schedules could not be read
 * whole nothing is written: the one that is asked for may be there already.
 */
export async function ensureSchedule(
  evidence: Evidence,
  context: ServiceContext,
): Promise<Ensured> {
  const { schedules } = evidence;
  const { schedule: wish } = context.inputs;
  const untouched = { evidence, ensured: null, findings: [] };
  if (wish.kind === 'none' || schedules.state !== 'complete') return untouched;
  const plan = planSchedule(schedules.items, wish);
  if (plan.kind === 'refuse') return { ...untouched, findings: [plan.finding] };
  if (plan.kind === 'unchanged') {
    return { ...untouched, ensured: { schedule: plan.schedule, change: 'unchanged' } };
  }
  return carryOut(plan, { evidence, listed: schedules.items, context });
}

interface Writing {
  readonly evidence: Evidence;
  readonly listed: readonly Schedule[];
  readonly context: ServiceContext;
}

async function carryOut(plan: WritePlan, writing: Writing): Promise<Ensured> {
  const { evidence, listed, context } = writing;
  try {
    const written = context.inputs.dryRun ? imagine(plan) : await write(plan, writing);
    // It stands as it is only since now, so it owes no backup from before.
    const schedule = { ...written, updatedAt: context.clock.now() };
    const others = listed.filter(({ id }) => id !== schedule.id);
    const schedules = { state: 'complete', items: [...others, schedule] } as const;
    const ensured = { schedule, change: wordFor(plan) };
    logChange(ensured, context);
    return { evidence: { ...evidence, schedules }, ensured, findings: [] };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const finding = {
      code: 'schedule-change-failed',
      severity: 'block',
      problem: error.problem,
    } as const;
    return { evidence, ensured: null, findings: [finding] };
  }
}

function write(plan: WritePlan, { listed, context }: Writing): Promise<Schedule> {
  const { provider, service } = context;
  if (plan.kind === 'change') return provider.changeSchedule(service, plan);
  return provider.createSchedule({ service, type: plan.type, cron: plan.cron, listed });
}

/** In a dry run: the schedule as it would be. One that was not created has no id. */
function imagine(plan: WritePlan): Schedule {
  if (plan.kind === 'change') {
    const { schedule, cron, suspended } = plan;
    return { ...schedule, cron: cron ?? schedule.cron, suspended: suspended ?? schedule.suspended };
  }
  const { type, cron } = plan;
  const times = { createdAt: null, updatedAt: null };
  return { id: '', type, kind: 'recurring', cron, suspended: false, ...times };
}

function wordFor(plan: WritePlan): ScheduleChangeWord {
  if (plan.kind === 'create') return 'created';
  return plan.cron ? 'updated' : 'resumed';
}

function logChange({ schedule, change }: EnsuredSchedule, { inputs, log }: ServiceContext): void {
  const when = schedule.cron ? `at "${schedule.cron.text}" UTC` : 'at times not revealed';
  const id = schedule.id === '' ? '' : ` ${quotePlain(schedule.id)}`;
  const type = quotePlain(schedule.type ?? '');
  log(`schedule${id} ${inputs.dryRun ? 'would be ' : ''}${change}: ${type} backup ${when}`);
}
