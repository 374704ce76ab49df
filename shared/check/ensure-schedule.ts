import type { Evidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { Instant } from '../domain/instant.ts';
import type { Schedule } from '../domain/schedule.ts';
import { planSchedule, type SchedulePlan } from '../domain/schedule-plan.ts';
import { ProviderError } from '../provider/errors.ts';
import type { SchedulePort } from '../provider/provider.ts';
import type { EnsuredSchedule, ScheduleChangeWord } from '../domain/service-result.ts';
import { quotePlain } from '../report/text.ts';
import type { CheckContext } from './options.ts';

/** The evidence with the ensured schedule in it. */
export interface Ensured {
  readonly evidence: Evidence;
  readonly ensured: EnsuredSchedule | null;
  readonly findings: readonly Finding[];
}

type WritePlan = Extract<SchedulePlan, { kind: 'create' | 'change' }>;

/**
 * Creates, changes or resumes the requested schedule, if one was requested. If the list of
 * schedules could not be read whole, nothing is written: the schedule may exist already.
 */
export async function ensureSchedule(evidence: Evidence, context: CheckContext): Promise<Ensured> {
  const { schedules } = evidence;
  const { schedule: requested } = context.options;
  const port = context.provider.schedules;
  const untouched = { evidence, ensured: null, findings: [] };
  if (requested.kind === 'none' || schedules.state !== 'complete' || !port) return untouched;
  const plan = planSchedule(schedules.items, requested);
  if (plan.kind === 'refuse') return { ...untouched, findings: [plan.finding] };
  if (plan.kind === 'unchanged') {
    return { ...untouched, ensured: { schedule: plan.schedule, change: 'unchanged' } };
  }
  return carryOut(plan, { evidence, listed: schedules.items, port, context });
}

interface Writing {
  readonly evidence: Evidence;
  readonly listed: readonly Schedule[];
  readonly port: SchedulePort;
  readonly context: CheckContext;
}

async function carryOut(plan: WritePlan, writing: Writing): Promise<Ensured> {
  const { evidence, listed, context } = writing;
  try {
    const written = context.options.dryRun ? simulate(plan) : await write(plan, writing);
    const schedule = { ...written, ...timesOf(plan, context.clock.now()) };
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

async function write(
  plan: WritePlan,
  { listed, port, context: { provider, service } }: Writing,
): Promise<Schedule> {
  if (plan.kind === 'change') return port.change(service, plan);
  if (port.create) return port.create({ service, type: plan.type, cron: plan.cron, listed });
  const message = `the API of ${provider.title} cannot set when backups run`;
  throw new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}

/** It was created or changed now, whatever the answer says, so it owes no backup from before. */
function timesOf(plan: WritePlan, now: Instant): Partial<Schedule> {
  return plan.kind === 'create'
    ? { createdAt: now, updatedAt: now }
    : { updatedAt: now, changedNow: true };
}

/** In a dry run: the schedule as it would be. One that would be created has no id. */
function simulate(plan: WritePlan): Schedule {
  if (plan.kind === 'change') {
    const { schedule, cron, suspended } = plan;
    return { ...schedule, cron: cron ?? schedule.cron, suspended: suspended ?? schedule.suspended };
  }
  const { type, cron } = plan;
  const unknown = { createdAt: null, updatedAt: null, trouble: null };
  return { id: '', type, kind: 'recurring', cron, suspended: false, ...unknown };
}

function wordFor(plan: WritePlan): ScheduleChangeWord {
  if (plan.kind === 'create') return 'created';
  return plan.cron ? 'updated' : 'resumed';
}

function logChange({ schedule, change }: EnsuredSchedule, { options, log }: CheckContext): void {
  const when = schedule.cron ? `at "${schedule.cron.text}" UTC` : 'at times not revealed';
  const id = schedule.id === '' ? '' : ` ${quotePlain(schedule.id)}`;
  const type = quotePlain(schedule.type ?? '');
  log(`schedule${id} ${options.dryRun ? 'would be ' : ''}${change}: ${type} backup ${when}`);
}
