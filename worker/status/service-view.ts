import * as v from 'valibot';

const listOf = <const Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.readonly());

/** What the board keeps of a service. Moments are milliseconds since 1970, UTC. */
export const ServiceView = v.object({
  /** Its name in the configuration. */
  name: v.string(),
  provider: v.string(),
  /** What the provider calls it. */
  service: v.string(),
  verdict: v.picklist(['pass', 'warn', 'block']),
  cause: v.nullable(v.picklist(['backups', 'unknown', 'request'])),
  /** Codes of the findings that block or warn, severest first. */
  reasons: listOf(v.string()),
  /** The verdict in one sentence. `MARKED`. */
  message: v.string(),
  /** Facts and remedies are `MARKED`; a remedy is empty where nothing is to be done. */
  findings: listOf(
    v.object({
      severity: v.picklist(['block', 'warn', 'info']),
      fact: v.string(),
      remedy: v.string(),
    }),
  ),
  recoveryPoint: v.nullable(v.number()),
  nextDue: v.nullable(v.number()),
  latestSizeBytes: v.nullable(v.number()),
  /** `0 2 * * * UTC, full`, or empty. `MARKED`. */
  schedule: v.string(),
  lookedAt: v.number(),
  snooze: v.nullable(v.object({ until: v.number(), who: v.string(), why: v.string() })),
  /** The last finished backups of accepted types, oldest first, at most 20. */
  history: listOf(
    v.object({
      startedAt: v.nullable(v.number()),
      sizeBytes: v.nullable(v.number()),
      durationMs: v.nullable(v.number()),
      good: v.boolean(),
    }),
  ),
  /** One-time backups of late, newest first, at most 5. */
  runs: listOf(v.object({ id: v.string(), type: v.string(), state: v.string(), at: v.number() })),
  /** Since the Worker was installed. */
  runsTotal: v.object({ succeeded: v.number(), failed: v.number(), timedOut: v.number() }),
  /** Of the last 90 days, newest first, at most 100. Messages are `MARKED`. Only for its own page. */
  changes: listOf(
    v.object({ at: v.number(), kind: v.string(), verdict: v.string(), message: v.string() }),
  ),
});

export type ServiceView = Readonly<v.InferOutput<typeof ServiceView>>;

export interface StatusBoard {
  readonly services: readonly ServiceView[];
  /** How often the watch looks at each service; `null` if there is no watch. */
  readonly roundMs: number | null;
}
