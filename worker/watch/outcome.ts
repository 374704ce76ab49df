import { type Change, findChanges, lookOf } from '../../shared/domain/changes.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { ServiceConfig } from '../config/index.ts';
import { describeChange, describeLook, describeScheduleChanges } from './describe-change.ts';
import { explainScheduleChange, type ScheduleChange } from './schedule-change.ts';
import type { VerdictChange } from './verdict-change.ts';
import { type HistoryEntry, type Seen, snoozeAt, type WatchRecord } from './watch-record.ts';

/** What a look leads to. */
export interface LookOutcome {
  readonly record: WatchRecord & { readonly seen: Seen };
  /** What is added to the history, in order. */
  readonly history: readonly HistoryEntry[];
  /** The change of the verdict that is to be told, and in which words. */
  readonly toTell: Change | null;
  readonly told: VerdictChange | null;
  /** What was done to schedules, and is to be told. */
  readonly schedules: readonly ScheduleChange[];
}

/** Works out what a look changes. Pure: all of it is stored together. */
export function outcomeOf(
  result: ServiceResult,
  before: WatchRecord,
  { service, now }: { readonly service: ServiceConfig; readonly now: Instant },
): LookOutcome {
  const look = describeLook(result, service, before.seen);
  const seen = { ...look.seen, lookedAt: now };
  const snooze = snoozeAt(before, now);
  const given = { now, isSnoozed: snooze !== null };
  const changes = findChanges(before.state, lookOf(result.findings), given);
  const schedules = newsOf(describeScheduleChanges(result, service), before);
  return {
    record: {
      ...before,
      lookAt: null,
      seen,
      state: changes.next,
      snooze,
      scheduleKept: schedules.kept,
      isReported: false,
    },
    history: [
      ...(snooze === null ? endOfSnooze(before) : []),
      ...(changes.happened ? [entryOf(changes.happened, seen)] : []),
      ...schedules.told.map((change) => scheduleEntryOf(change, seen)),
    ],
    toTell: changes.toTell,
    told: changes.toTell && describeChange(changes.toTell, { ...look, service, seen }),
    schedules: schedules.told,
  };
}

/** One that is kept although another is asked for is told once, not at every look. */
function newsOf(all: readonly ScheduleChange[], { scheduleKept }: WatchRecord) {
  const [kept = null] = all.filter(({ kind }) => kind === 'kept').map(explainScheduleChange);
  const told = all.filter(({ kind }) => kind !== 'kept' || kept !== scheduleKept);
  return { kept, told };
}

/** A snooze that ended by itself, at its time. */
function endOfSnooze({ snooze, state }: WatchRecord): readonly HistoryEntry[] {
  if (snooze === null) return [];
  const { verdict } = state.known;
  const message = 'Snooze ended';
  return [{ version: 1, at: snooze.until, kind: 'snooze-ended', verdict, message }];
}

function entryOf({ kind, verdict }: Change, { message, lookedAt: at }: Seen): HistoryEntry {
  return { version: 1, at, kind, verdict, message };
}

function scheduleEntryOf(change: ScheduleChange, { verdict, lookedAt: at }: Seen): HistoryEntry {
  const message = explainScheduleChange(change);
  return { version: 1, at, kind: `schedule-${change.kind}`, verdict, message };
}
