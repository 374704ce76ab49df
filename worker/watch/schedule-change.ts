import * as v from 'valibot';

/** What the watch did to a schedule, as it is told. It is stored. Texts are MARKED. */
export const ScheduleChange = v.object({
  /** Its service's name in the configuration. */
  service: v.string(),
  /** `kept`: it runs more often than the one that was asked for, and was left. */
  kind: v.picklist(['created', 'updated', 'resumed', 'kept']),
  /** As it was; empty if there was none. */
  before: v.string(),
  /** As it is now. */
  after: v.string(),
  /** The times in the configuration. */
  asked: v.string(),
  /** Milliseconds since 1970, UTC. */
  at: v.number(),
});
export type ScheduleChange = Readonly<v.InferOutput<typeof ScheduleChange>>;

/** In one line, for the history and for whoever is told. MARKED. */
export function explainScheduleChange({ kind, before, after, asked }: ScheduleChange): string {
  if (kind === 'kept') {
    return `Schedule left as it is: ${after}. The one asked for, ${asked}, would run less often or pause longer.`;
  }
  return before === '' ? `Schedule created: ${after}` : `Schedule ${kind}: ${before} → ${after}`;
}
