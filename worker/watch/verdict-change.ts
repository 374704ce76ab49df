import * as v from 'valibot';

/** A change of a service's verdict, as it is told. Texts are written for MARKED (shared/report/medium.ts). It is stored. */
export const VerdictChange = v.object({
  /** The same for all changes of one incident; no dots. */
  incident: v.string(),
  kind: v.picklist(['opened', 'worse', 'better', 'recovered']),
  /** Its name in the configuration. */
  service: v.string(),
  /** The title that people read, not the key of the configuration. */
  provider: v.string(),
  verdict: v.picklist(['pass', 'warn', 'block']),
  before: v.picklist(['pass', 'warn', 'block']),
  cause: v.nullable(v.picklist(['backups', 'unknown', 'request'])),
  /** Codes of the findings that block or warn, severest first. */
  reasons: v.array(v.string()),
  /** One line: 'the last backup failed'. MARKED. */
  headline: v.string(),
  /** What could not be done, where the cause is `unknown`. Records of before have none. */
  undone: v.optional(v.string(), 'check the backups'),
  /** What was found, one each: the fact, and what to do ('' where nothing). MARKED. */
  findings: v.array(
    v.object({
      severity: v.picklist(['block', 'warn', 'info']),
      fact: v.string(),
      remedy: v.string(),
    }),
  ),
  /** Milliseconds since 1970, UTC. */
  recoveryPoint: v.nullable(v.number()),
  nextDue: v.nullable(v.number()),
  openedAt: v.number(),
  at: v.number(),
});
export type VerdictChange = Readonly<v.InferOutput<typeof VerdictChange>>;
