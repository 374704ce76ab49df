import type { Capabilities } from './capability.ts';
import type { Backup } from './backup.ts';
import { type Finding, severestFirst } from './finding.ts';
import type { Instant } from './instant.ts';
import type { UsableBackup } from './recovery-point.ts';
import type { Schedule } from './schedule.ts';
import { type Judgement, type Verdict, verdictOf } from './verdict.ts';

/** How many backups of a service are kept to be shown: 20 that ended, and some that still run. */
export const MAX_HISTORY = 24;

export type ScheduleChangeWord =
  'created' | 'updated' | 'resumed' | 'suspended' | 'deleted' | 'kept' | 'unchanged';

/** What became of a schedule that was asked for. In a dry run, what would become of it. */
export interface EnsuredSchedule {
  /** Empty if the provider gives none, or if it would be created. */
  readonly id: string;
  readonly change: ScheduleChangeWord;
  /** `null` if there was none. */
  readonly before: Schedule | null;
  /** As it was read back; `null` if there is none any more. */
  readonly after: Schedule | null;
}

/**
 * What became of the requested one-time backup. With the first three states nothing was sent;
 * `undecided`: the backups could not be read.
 */
export interface RequestResult {
  readonly type: string;
  readonly state: 'not-needed' | 'undecided' | 'dry-run' | 'succeeded' | 'failed' | 'timed-out';
  readonly backupId: string | null;
}

/** What a check found of one service, and did about it. */
export interface ServiceResult {
  readonly service: string;
  /** What people call it, if that is known. May be text from outside. */
  readonly name?: string;
  /** When it was judged. */
  readonly judgedAt: Instant;
  readonly verdict: Verdict;
  /** If false, the verdict is only about explicit requests that failed. */
  readonly judged: boolean;
  /** Severest first. */
  readonly findings: readonly Finding[];
  /** The provider's name, as people read it. */
  readonly provider: string;
  /** What the provider's API lets this project do, so that it can be a remedy. */
  readonly capabilities: Capabilities;
  readonly latestFinished: Backup | null;
  readonly latestUsable: UsableBackup | null;
  readonly schedules: readonly Schedule[];
  /** The schedules that were asked for: one, or several that were suspended together. */
  readonly ensured: readonly EnsuredSchedule[];
  readonly request: RequestResult | null;
  /** The last backups of accepted types, oldest first, at most `MAX_HISTORY`. */
  readonly history: readonly Backup[];
}

/** The result of a service that was not read. */
export function unreadResult(
  service: string,
  findings: readonly Finding[],
  given: Pick<ServiceResult, 'judged' | 'provider' | 'capabilities' | 'judgedAt'>,
): ServiceResult {
  return {
    ...given,
    service,
    findings,
    verdict: verdictOf(findings),
    latestFinished: null,
    latestUsable: null,
    schedules: [],
    ensured: [],
    request: null,
    history: [],
  };
}

type Given = Pick<
  ServiceResult,
  'service' | 'judged' | 'provider' | 'capabilities' | 'ensured' | 'request'
> & {
  /** Findings of the steps before the judgement. */
  readonly findings: readonly Finding[];
};

/** A judged service, with what was done about it before. */
export function buildServiceResult({ context, findings }: Judgement, given: Given): ServiceResult {
  const all = severestFirst([...given.findings, ...findings]);
  return {
    ...given,
    judgedAt: context.now,
    findings: all,
    verdict: verdictOf(all),
    latestFinished: context.newestFinished,
    latestUsable: context.latestUsable,
    schedules: context.recurring,
    history: context.accepted.slice(0, MAX_HISTORY).toReversed(),
  };
}
