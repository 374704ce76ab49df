import type { Backup, BackupStatus } from '../../shared/domain/backup.ts';
import { type Cron, lastDueBefore, parseCron } from '../../shared/domain/cron.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { DAY, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { Schedule } from '../../shared/domain/schedule.ts';
import type { Random } from './random.ts';

/** What really became of one run; a provider shows less. */
export type Fate =
  | 'good'
  /** Reported as a failure. */
  | 'failed'
  /** It stopped half way, and its record says so for ever: still running. */
  | 'hangs'
  /** Nothing began, and nothing is listed. */
  | 'missing'
  /** Reported as a success, with nearly all of the data missing. */
  | 'truncated'
  /** Reported as a success, of size 0. */
  | 'empty';

/** A schedule as it is in this world, and how its runs go. */
export interface Plan {
  readonly type: string;
  readonly cron: string;
  /** The fate of the run that is so many due times back; 0 is the last one. */
  readonly fateOf?: (runsAgo: number) => Fate;
  /** What the provider shows of it that differs from the usual. */
  readonly schedule?: Partial<Schedule>;
  /** Sizes in times of the usual ones, by how many due times back the run is. */
  readonly sizeOf?: (runsAgo: number) => number;
  /** The same for durations. */
  readonly timeOf?: (runsAgo: number) => number;
}

export interface ServiceOptions {
  readonly random: Random;
  readonly now: Instant;
  readonly plans: readonly Plan[];
  /** How long backups are kept. */
  readonly keptDays?: number;
  /** How far the provider's clock is ahead of ours. Milliseconds. */
  readonly clockOffMs?: number;
}

/** Times at which the world's runs take place, and sizes in which its data grows. */
const USUAL_MINUTES = { full: 20, dump: 30, snapshot: 4, incremental: 3, binarylog: 1 };
const USUAL_BYTES = { full: 5e9, dump: 8e9, snapshot: 5e8, incremental: 1e8, binarylog: 2e7 };

/** What a provider shows of a service whose schedules went as planned. */
export function simulate(options: ServiceOptions): Evidence {
  const { plans, clockOffMs = 0 } = options;
  const backups = plans.reduce<readonly Backup[]>(
    (listed, plan, index) => [...listed, ...runsOf(plan, { ...options, index, listed })],
    [],
  );
  const shift = <Time extends number | null>(time: Time) =>
    time === null ? time : time + clockOffMs;
  return {
    backups: {
      state: 'complete',
      items: backups.flatMap((backup) => [
        {
          ...backup,
          startedAt: shift(backup.startedAt),
          endedAt: shift(backup.endedAt),
          recoveryPoint: shift(backup.recoveryPoint),
        },
      ]),
    },
    schedules: { state: 'complete', items: plans.map((plan, id) => scheduleOf(plan, id, options)) },
  };
}

export function cronOf(text: string): Cron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.value;
}

function scheduleOf({ type, cron, schedule }: Plan, id: number, { now }: ServiceOptions): Schedule {
  return {
    id: String(200 + id),
    type,
    kind: 'recurring',
    cron: cronOf(cron),
    suspended: false,
    createdAt: now - 200 * DAY,
    updatedAt: now - 200 * DAY,
    trouble: null,
    ...schedule,
  };
}

interface Position extends ServiceOptions {
  readonly index: number;
  /** The backups of the plans before this one, on which its own may depend. */
  readonly listed: readonly Backup[];
}

function runsOf(plan: Plan, position: Position): readonly Backup[] {
  const { now, keptDays = 30 } = position;
  const cron = cronOf(plan.cron);
  const from = now - keptDays * DAY;
  const runs: Backup[] = [];
  let dueAt = lastDueBefore(cron, now);
  for (let ago = 0; dueAt !== null && dueAt >= from && ago < 800; ago += 1) {
    const fate = plan.fateOf?.(ago) ?? 'good';
    if (fate !== 'missing') runs.push(runAt(dueAt, { plan, fate, ago, position }));
    dueAt = lastDueBefore(cron, dueAt);
  }
  return runs.filter(({ startedAt }) => startedAt !== null && startedAt <= now);
}

interface Run {
  readonly plan: Plan;
  readonly fate: Fate;
  readonly ago: number;
  readonly position: Position;
}

function runAt(dueAt: Instant, run: Run): Backup {
  const { plan, fate, ago, position } = run;
  const { random, now, index, listed } = position;
  const startedAt = dueAt + random.whole(0, 3 * 60) * 1000;
  const minutes = usual(USUAL_MINUTES, plan.type) * (plan.timeOf?.(ago) ?? 1) * random.around(0.3);
  const wouldEndAt = startedAt + minutes * MINUTE;
  const runs = fate === 'hangs' || wouldEndAt > now;
  return {
    id: `${index}-${dueAt}`,
    type: plan.type,
    status: statusOf(fate, runs),
    statusText: fate,
    startedAt,
    endedAt: runs ? null : wouldEndAt,
    recoveryPoint: startedAt,
    sizeBytes: runs || fate === 'failed' ? null : sizeOf(run),
    sizeText: null,
    fullBackupId: baseOf(plan.type, startedAt, listed),
    detail: null,
    failedRows: null,
    succeededRows: null,
  };
}

function statusOf(fate: Fate, runs: boolean): BackupStatus {
  if (runs) return 'running';
  return fate === 'failed' ? 'failed' : 'succeeded';
}

function sizeOf({ plan, fate, ago, position }: Run): number {
  const { random } = position;
  const factor = (plan.sizeOf?.(ago) ?? 1) * random.around(0.15);
  const bytes = Math.round(usual(USUAL_BYTES, plan.type) * factor);
  if (fate === 'empty') return 0;
  return fate === 'truncated' ? Math.round(bytes * random.next() * 0.05) : bytes;
}

/** Incremental and binary log backups depend on the full backup before them. */
function baseOf(type: string, startedAt: Instant, listed: readonly Backup[]): string | null {
  if (type !== 'incremental' && type !== 'binarylog') return null;
  const before = listed
    .filter((base) => base.type === 'full' && base.status === 'succeeded')
    .filter((base) => (base.startedAt ?? 0) < startedAt)
    .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  return before[0]?.id ?? 'expired';
}

function usual(table: Readonly<Record<string, number>>, type: string): number {
  return table[type] ?? 1;
}
