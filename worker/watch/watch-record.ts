import * as v from 'valibot';
import { parseJson } from '../../shared/http/json.ts';
import { NOTHING_TOLD } from '../../shared/domain/changes.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import { ServiceView } from '../status/service-view.ts';

/** Milliseconds since 1970, UTC. */
const instant = v.number();
const verdict = v.picklist(['pass', 'warn', 'block']);

const Standing = v.object({ verdict, openedAt: v.nullable(instant), worst: verdict });

/** Nobody is told of changes of the verdict until it ends. */
export const Snooze = v.object({
  /** Of the command or click; the same for a repeat of it. */
  id: v.string(),
  until: instant,
  /** An id of Slack. */
  who: v.string(),
  /** Untrusted text. */
  why: v.string(),
});
export type Snooze = Readonly<v.InferOutput<typeof Snooze>>;

/** What the last look showed, as the board keeps it. */
const Seen = v.omit(ServiceView, ['name', 'snooze', 'runs', 'runsTotal', 'changes']);
export type Seen = Readonly<v.InferOutput<typeof Seen>>;

/**
 * What a coordinator remembers of the watch over its service. A change of shape gets a new version
 * and a way to read the old one.
 */
const WatchRecord = v.object({
  version: v.literal(1),
  /** The service's name in the configuration. */
  name: v.string(),
  /** When it is to be looked at; `null` until a cron finds it due. */
  lookAt: v.nullable(instant),
  seen: v.nullable(Seen),
  /** See `shared/domain/changes.ts`. */
  state: v.object({
    told: Standing,
    known: Standing,
    unknownLooks: v.number(),
    milderLooks: v.number(),
  }),
  snooze: v.nullable(Snooze),
  /** The schedule that was left because it runs more often, as it was last told. */
  scheduleKept: v.nullable(v.string()),
  /** Runs that ended, since the Worker was installed. */
  runsTotal: ServiceView.entries.runsTotal,
  /** Whether the board has all of this. */
  isReported: v.boolean(),
});
export type WatchRecord = Readonly<v.InferOutput<typeof WatchRecord>>;

export type RunsTotal = WatchRecord['runsTotal'];

export function newRecord(name: string, runsTotal: RunsTotal): WatchRecord {
  return {
    version: 1,
    name,
    lookAt: null,
    seen: null,
    state: NOTHING_TOLD,
    snooze: null,
    scheduleKept: null,
    runsTotal,
    isReported: true,
  };
}

/** `null` for one that cannot be read: by another version, or damaged. */
export function readWatchRecord(text: string): WatchRecord | null {
  const parsed = v.safeParse(WatchRecord, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** A line of the history. */
const HistoryEntry = v.object({
  version: v.literal(1),
  at: instant,
  kind: v.picklist([
    'opened',
    'worse',
    'better',
    'recovered',
    'snoozed',
    'snooze-ended',
    'schedule-created',
    'schedule-updated',
    'schedule-resumed',
    'schedule-kept',
  ]),
  verdict,
  /** What happened, by whom and why. MARKED. */
  message: v.string(),
});
export type HistoryEntry = Readonly<v.InferOutput<typeof HistoryEntry>>;

export function readHistoryEntry(text: string): HistoryEntry | null {
  const parsed = v.safeParse(HistoryEntry, parseJson(text));
  return parsed.success ? parsed.output : null;
}

/** The snooze that holds now. */
export function snoozeAt({ snooze }: WatchRecord, now: Instant): Snooze | null {
  return snooze && snooze.until > now ? snooze : null;
}
