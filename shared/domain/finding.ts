import type { AcceptedTypes, BackupStatus } from './backup.ts';
import type { Capabilities, RequestedOption } from './capability.ts';
import type { Problem } from './evidence.ts';
import type { Instant } from './instant.ts';
import type { ChainFault } from './restore-chain.ts';

export type Severity = 'block' | 'warn' | 'info';

/** The limit that an age was compared with. */
export type AgeLimit =
  | { readonly kind: 'max-age'; readonly limitMs: number }
  | { readonly kind: 'fallback'; readonly limitMs: number }
  | {
      readonly kind: 'changed';
      readonly scheduleId: string;
      readonly changedAt: Instant;
      readonly limitMs: number;
    }
  | {
      readonly kind: 'due';
      readonly scheduleId: string;
      readonly cron: string;
      readonly dueAt: Instant;
      readonly graceMs: number;
      readonly outcome: DueOutcome;
    }
  | {
      /** All schedules are suspended; the shortest of them ran this often. */
      readonly kind: 'suspended';
      readonly periodMs: number;
      readonly limitMs: number;
    };

/**
 * What became of a run that was due. `unusable`: it succeeded, and cannot be restored or is empty.
 * `unrecognised`: its status is not a known word.
 */
export type DueOutcome = 'kept' | 'unusable' | 'running' | 'failed' | 'unrecognised' | 'missing';

/**
 * One observed fact held against one rule: what was measured and what it was held against.
 * Names that end in `Ms` are milliseconds, in `Bytes` bytes, in `At` moments in UTC; the `result`
 * output relies on that. Codes are part of the public contract.
 */
export type Finding = { readonly severity: Severity } & (
  | {
      readonly code: 'latest-backup-failed';
      readonly backupId: string | null;
      readonly status: 'failed' | 'canceled';
      readonly statusText: string;
      readonly type: string | null;
      readonly startedAt: Instant | null;
      readonly timeText?: string;
      readonly detail: string | null;
    }
  | {
      readonly code: 'no-usable-backup';
      readonly backupsSeen: number;
      /** Succeeded, and of an accepted type. */
      readonly succeededSeen: number;
      /** How many of these have no recovery point. */
      readonly undatedSeen: number;
      /** A time of one of these that cannot be read. */
      readonly timeText?: string;
      readonly acceptTypes: AcceptedTypes;
      /** The organisation's lists name no service at all. */
      readonly wholeOrganisation?: true;
      /** Both lists were read whole, and hold nothing: the id may be another one's. */
      readonly nothingListed?: true;
    }
  | {
      readonly code: 'recovery-point-too-old';
      readonly backupId: string | null;
      readonly recoveryPointAt: Instant;
      readonly ageMs: number;
      readonly limit: AgeLimit;
    }
  | {
      readonly code: 'recovery-point-in-future';
      readonly backupId: string | null;
      readonly recoveryPointAt: Instant;
      readonly aheadMs: number;
    }
  | {
      readonly code: 'backup-in-progress';
      readonly backupId: string | null;
      readonly status: BackupStatus;
      readonly type: string | null;
      readonly startedAt: Instant | null;
      readonly timeText?: string;
      readonly elapsedMs: number | null;
    }
  | {
      readonly code: 'backup-stuck';
      readonly backupId: string | null;
      readonly type: string | null;
      readonly startedAt: Instant;
      readonly elapsedMs: number;
      readonly limitMs: number;
      readonly medianMs: number | null;
    }
  | {
      readonly code: 'too-small';
      readonly backupId: string | null;
      /** The latest usable backup, if the small one is the full backup that it depends on. */
      readonly dependentBackupId: string | null;
      readonly sizeBytes: number | null;
      readonly minSizeBytes: number | null;
    }
  | {
      readonly code: 'size-dropped';
      readonly backupId: string | null;
      readonly type: string;
      readonly sizeBytes: number;
      /** The median of the `compared` backups of its type before it. */
      readonly medianBytes: number;
      readonly compared: number;
      readonly maxDropPercent: number;
      /** The smallest size that `max-size-drop` allows. */
      readonly limitBytes: number;
    }
  | {
      readonly code: 'slower-than-usual';
      readonly backupId: string | null;
      readonly type: string;
      readonly durationMs: number;
      /** Of the backups of its type before it, as many as were `compared`. */
      readonly medianMs: number;
      readonly compared: number;
      readonly limitMs: number;
    }
  | {
      readonly code: 'restore-chain-broken';
      readonly backupId: string | null;
      readonly type: string | null;
      readonly fullBackupId: string | null;
      readonly fault: ChainFault;
    }
  | {
      readonly code: 'rows-failed';
      readonly backupId: string | null;
      readonly failedRows: number;
      readonly succeededRows: number | null;
    }
  | { readonly code: 'no-schedule' }
  | {
      readonly code: 'schedule-not-kept';
      readonly scheduleId: string;
      readonly type: string | null;
      readonly cron: string;
      readonly dueAt: Instant;
      readonly graceMs: number;
      readonly outcome: Exclude<DueOutcome, 'kept'>;
    }
  | {
      readonly code: 'schedule-unhealthy';
      readonly scheduleId: string;
      readonly trouble: string;
    }
  | { readonly code: 'schedule-suspended'; readonly scheduleIds: readonly string[] }
  | {
      readonly code: 'schedule-missing';
      readonly scheduleId: string | null;
      readonly type: string;
      readonly scheduleIds: readonly string[];
    }
  | {
      readonly code: 'schedule-ambiguous';
      readonly type: string;
      readonly scheduleIds: readonly string[];
      /** The times that one of them shows, which are not understood. */
      readonly cronText?: string;
    }
  | {
      readonly code: 'schedule-unverifiable';
      readonly scheduleIds: readonly string[];
      /** The times that they show, which are not understood; absent where none are shown. */
      readonly cronTexts?: readonly string[];
    }
  | {
      readonly code: 'schedule-kept';
      readonly scheduleId: string;
      readonly cron: string;
      readonly runsPerYear: number;
      readonly longestPauseMs: number;
      readonly askedCron: string;
      readonly askedRunsPerYear: number;
      readonly askedLongestPauseMs: number;
    }
  | {
      readonly code: 'schedule-change-failed';
      /** Which one, where it was there already. */
      readonly scheduleId: string | null;
      /** It was answered as taken; what was read back is something else, or could not be read. */
      readonly unconfirmed: boolean;
      readonly problem: Problem;
    }
  | {
      readonly code: 'status-unrecognised';
      readonly backupId: string | null;
      readonly statusText: string;
    }
  | {
      readonly code: 'evidence-unavailable';
      readonly what: 'backups' | 'schedules' | 'everything';
      readonly problem: Problem;
    }
  | {
      readonly code: 'evidence-incomplete';
      readonly what: 'backups' | 'schedules';
      readonly itemsRead: number;
      readonly reason: string;
    }
  | {
      readonly code: 'backup-request-failed';
      /** The backup that it became and that failed, where that is known. */
      readonly backupId?: string;
      /** Whether a request may have been sent at all. */
      readonly requested: boolean;
      readonly type: string;
      readonly problem: Problem;
    }
  | {
      readonly code: 'wait-timed-out';
      readonly awaited: 'requested' | 'in-progress';
      readonly waitedMs: number;
      readonly lastSeen: string;
    }
  | {
      readonly code: 'unsupported';
      /** The provider's name, as people read it. */
      readonly provider: string;
      /** What was asked for. */
      readonly option: RequestedOption;
      /** What the provider's API cannot do. */
      readonly needs: keyof Capabilities;
    }
  | {
      readonly code: 'invalid-input';
      readonly input: string;
      /** The value that was given; `null` if it is missing or may be a secret. */
      readonly value: string | null;
      readonly message: string;
    }
);

export type FindingCode = Finding['code'];
export type FindingOf<Code extends FindingCode> = Extract<Finding, { code: Code }>;

const ORDER: readonly Severity[] = ['block', 'warn', 'info'];

/** Severest first; equals keep their order. */
export function severestFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
