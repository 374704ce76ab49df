import { isAccepted } from '../domain/backup.ts';
import type { Evidence, Reading } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { Instant } from '../domain/instant.ts';
import type { RequestedSchedule } from '../domain/policy.ts';
import type { Schedule } from '../domain/schedule.ts';
import { planSchedule, type SchedulePlan } from '../domain/schedule-plan.ts';
import { type ScheduleWrite, simulateWrite } from '../domain/schedule-write.ts';
import type { EnsuredSchedule, ScheduleChangeWord } from '../domain/service-result.ts';
import { ProviderError } from '../provider/errors.ts';
import type { SchedulePort } from '../provider/provider.ts';
import { logEnsured } from './log-schedule.ts';
import type { CheckContext, Ensured } from './options.ts';

/**
 * Brings about the requested schedule, if one was requested. If the list of schedules could not be
 * read whole, nothing is written: the schedule may exist already.
 */
export async function ensureSchedule(gathered: Evidence, context: CheckContext): Promise<Ensured> {
  const { options, provider } = context;
  const { schedule: requested } = options;
  const port = provider.schedules;
  const untouched = { evidence: gathered, ensured: [], findings: [] };
  if (requested.kind === 'none' || !port) return untouched;
  const { schedules, plan } = await planFor(gathered.schedules, { requested, port, context });
  const evidence = { ...gathered, schedules };
  if (schedules.state !== 'complete' || plan === null) return { ...untouched, evidence };
  if (plan.kind === 'refuse') return { ...untouched, evidence, findings: [plan.finding] };
  if (plan.kind !== 'write') {
    const ensured = leave(plan, requested.scheduleId);
    logEnsured(ensured, context);
    const findings = plan.kind === 'kept' ? [plan.finding] : [];
    return { evidence, ensured: [ensured], findings };
  }
  const written = await carryOut(plan.writes, { evidence, listed: schedules.items, port, context });
  return { ...written, findings: [...(plan.kept ? [plan.kept] : []), ...written.findings] };
}

interface Planning {
  readonly requested: Exclude<RequestedSchedule, { kind: 'none' }>;
  readonly port: SchedulePort;
  readonly context: CheckContext;
}

interface Planned {
  readonly schedules: Reading<Schedule>;
  /** `null` if the list could not be read whole. */
  readonly plan: SchedulePlan | null;
}

/**
 * A list of the whole organisation may leave out schedules that the service's own list has. That
 * list is read before anything is written or reported missing.
 */
async function planFor(listed: Reading<Schedule>, planning: Planning): Promise<Planned> {
  const { port, context } = planning;
  if (listed.state !== 'complete') return { schedules: listed, plan: null };
  const plan = planOf(listed.items, planning);
  const isThere = (plan.kind === 'unchanged' || plan.kind === 'kept') && plan.schedule !== null;
  if (!context.isListedWithOthers || isThere) return { schedules: listed, plan };
  const schedules = await port.read(context.service);
  const own = schedules.state === 'complete' ? planOf(schedules.items, planning) : null;
  return { schedules, plan: own };
}

/**
 * An active schedule of another type takes no backup that counts, so it does not count as enabled.
 */
function planOf(listed: readonly Schedule[], { requested, context }: Planning): SchedulePlan {
  const { acceptTypes } = context.options.policy;
  const isAny = requested.kind === 'enabled' && requested.scheduleId === null;
  const meant = isAny ? listed.filter(({ type }) => isAccepted(type, acceptTypes)) : listed;
  return planSchedule(meant, requested);
}

function leave(
  { kind, schedule }: Extract<SchedulePlan, { kind: 'unchanged' | 'kept' }>,
  scheduleId: string | null,
): EnsuredSchedule {
  const id = schedule?.id ?? scheduleId ?? '';
  return { id, change: kind, before: schedule, after: schedule };
}

interface Writing {
  readonly evidence: Evidence;
  readonly listed: readonly Schedule[];
  readonly port: SchedulePort;
  readonly context: CheckContext;
}

/** One after the other, up to the first that fails. */
async function carryOut(writes: readonly ScheduleWrite[], writing: Writing): Promise<Ensured> {
  const { evidence, port, context } = writing;
  const { service, options, deadline } = context;
  const ensured: EnsuredSchedule[] = [];
  let { listed } = writing;
  const soFar = (findings: readonly Finding[]): Ensured => {
    const schedules = { state: 'complete', items: listed } as const;
    return { evidence: { ...evidence, schedules }, ensured, findings };
  };
  for (const write of writes) {
    try {
      const after = options.dryRun
        ? simulateWrite(write)
        : await port.write({ service, write, listed, deadline });
      const done = describeWritten(write, after, context);
      ensured.push(done);
      listed = withWritten(listed, done);
      logEnsured(done, context);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return soFar([explainFailure(write, error)]);
    }
  }
  return soFar([]);
}

function describeWritten(
  write: ScheduleWrite,
  written: Schedule | null,
  { clock }: CheckContext,
): EnsuredSchedule {
  const before = write.kind === 'create' ? null : write.schedule;
  const after = written && { ...written, ...timesOf(write, clock.now()) };
  return { id: (after ?? before)?.id ?? '', change: wordFor(write), before, after };
}

/** It was created or changed now, whatever the list says, so no earlier run was due. */
function timesOf({ kind }: ScheduleWrite, now: Instant): Partial<Schedule> {
  return kind === 'create'
    ? { createdAt: now, updatedAt: now, changedNow: true }
    : { updatedAt: now, changedNow: true };
}

function withWritten(
  listed: readonly Schedule[],
  { id, after }: EnsuredSchedule,
): readonly Schedule[] {
  const others = listed.filter((schedule) => schedule.id !== id);
  return after ? [...others, after] : others;
}

function wordFor(write: ScheduleWrite): ScheduleChangeWord {
  if (write.kind === 'create') return 'created';
  if (write.kind === 'delete') return 'deleted';
  if (write.cron) return 'updated';
  return write.suspended ? 'suspended' : 'resumed';
}

function explainFailure(write: ScheduleWrite, { problem, fate }: ProviderError): Finding {
  const scheduleId = write.kind === 'create' ? null : write.schedule.id;
  const failed = { code: 'schedule-change-failed', severity: 'block' } as const;
  return { ...failed, scheduleId, unconfirmed: fate === 'taken', problem };
}
