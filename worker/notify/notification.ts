import * as v from 'valibot';
import { OverrideNotice } from '../protection/override-notice.ts';
import { ScheduleChange } from '../watch/schedule-change.ts';
import { VerdictChange } from '../watch/verdict-change.ts';
import { Target } from './target.ts';

/**
 * What is stored of an event until it is delivered. Of a run only its id, because the ledger keeps
 * the run for longer; an event without such a record brings everything that it says.
 */
export const StoredEvent = v.union([
  v.object({ kind: v.literal('run-ended'), runId: v.string() }),
  v.object({ kind: v.literal('verdict-changed'), change: VerdictChange }),
  v.object({ kind: v.literal('schedule-changed'), change: ScheduleChange }),
  v.object({ kind: v.literal('override'), override: OverrideNotice }),
]);
export type StoredEvent = Readonly<v.InferOutput<typeof StoredEvent>>;

/** A notification that is still to be delivered, as stored. */
export const Notification = v.object({
  version: v.literal(2),
  /** The same for all tries. */
  id: v.string(),
  event: StoredEvent,
  target: Target,
  tries: v.number(),
  /** When it was stored. Notifications from before this was noted are the oldest. */
  since: v.optional(v.number(), 0),
  /** Milliseconds since 1970, UTC. */
  dueAt: v.number(),
});
export type Notification = Readonly<v.InferOutput<typeof Notification>>;
