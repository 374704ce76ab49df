import type { Backup } from '../../../shared/domain/backup.ts';
import { type Cron, parseCron } from '../../../shared/domain/cron.ts';
import type { Evidence, Problem, Reading } from '../../../shared/domain/evidence.ts';
import type { Finding, FindingCode } from '../../../shared/domain/finding.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Schedule } from '../../../shared/domain/schedule.ts';
import { judge } from '../../../shared/domain/verdict.ts';

/** A Thursday noon. Every test of the rules is judged at this moment. */
export const NOW = Date.UTC(2026, 0, 15, 12);

/** When the default daily schedule was last due: ten hours before `NOW`. */
export const LAST_DUE = Date.UTC(2026, 0, 15, 2);

/** A succeeded full backup of ten minutes and 5 MB; by default the one that was due last. */
export function backup(over: Partial<Backup> = {}): Backup {
  const startedAt = over.startedAt === undefined ? LAST_DUE : over.startedAt;
  return {
    id: 'b1',
    type: 'full',
    status: 'succeeded',
    statusText: 'Succeeded',
    startedAt,
    endedAt: startedAt === null ? null : startedAt + 10 * MINUTE,
    recoveryPoint: startedAt,
    sizeBytes: 5_000_000,
    sizeText: null,
    fullBackupId: null,
    detail: null,
    failedRows: null,
    succeededRows: null,
    ...over,
  };
}

export function failed(over: Partial<Backup> = {}): Backup {
  return backup({ id: 'failed', status: 'failed', statusText: 'Failed', sizeBytes: null, ...over });
}

/** A backup that is under way; by default since ten minutes ago. */
export function running(over: Partial<Backup> = {}): Backup {
  return backup({
    id: 'running',
    status: 'running',
    statusText: 'Running',
    startedAt: NOW - 10 * MINUTE,
    endedAt: null,
    sizeBytes: null,
    ...over,
  });
}

/** An active daily schedule of full backups that has long stood as it is. */
export function schedule(over: Partial<Schedule> = {}): Schedule {
  return {
    id: 's1',
    type: 'full',
    kind: 'recurring',
    cron: cron('0 2 * * *'),
    suspended: false,
    createdAt: NOW - 90 * DAY,
    updatedAt: NOW - 90 * DAY,
    trouble: null,
    ...over,
  };
}

export function cron(text: string): Cron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`the fixture's cron "${text}" is wrong: ${parsed.problem}`);
  return parsed.value;
}

/** What the Action judges by where no input is given. */
export function policy(over: Partial<Policy> = {}): Policy {
  return {
    acceptTypes: 'all',
    maxAge: { kind: 'auto' },
    minSizeBytes: null,
    maxSizeDrop: { kind: 'limit', percent: 50, severity: 'warn' },
    inProgress: 'previous',
    onUnknown: 'block',
    schedule: 'none',
    ...over,
  };
}

export function complete<Item>(items: readonly Item[]): Reading<Item> {
  return { state: 'complete', items };
}

export function incomplete<Item>(items: readonly Item[]): Reading<Item> {
  return { state: 'incomplete', items, reason: 'page 2 did not arrive' };
}

export function problem(kind: Problem['kind'], message = 'no answer'): Problem {
  return { kind, message, traceId: null };
}

export function unavailable(kind: Problem['kind'] = 'unavailable'): Reading<never> {
  return { state: 'unavailable', problem: problem(kind) };
}

/** What is listed, and how it is judged; whatever is left out is healthy. */
export interface Case {
  readonly backups?: readonly Backup[] | Reading<Backup>;
  readonly schedules?: readonly Schedule[] | Reading<Schedule>;
  readonly policy?: Partial<Policy>;
}

export function findingsOf(seen: Case): readonly Finding[] {
  const evidence: Evidence = {
    backups: toReading(seen.backups ?? [backup()]),
    schedules: toReading(seen.schedules ?? [schedule()]),
  };
  return judge(evidence, policy(seen.policy), NOW).findings;
}

function toReading<Item>(listed: readonly Item[] | Reading<Item>): Reading<Item> {
  return 'state' in listed ? listed : complete(listed);
}

/** The findings of one code; empty where the rule has nothing to say. */
export function raised(code: FindingCode, seen: Case): readonly Finding[] {
  return findingsOf(seen).filter((finding) => finding.code === code);
}

export function codesOf(seen: Case): readonly FindingCode[] {
  return findingsOf(seen).map(({ code }) => code);
}

export { DAY, HOUR, MINUTE };
