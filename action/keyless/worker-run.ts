import * as v from 'valibot';
import { RUN_STATES } from '../../shared/backup-run/run.ts';
import { parseInstant } from '../../shared/domain/instant.ts';
import { plainWord, text } from './wire.ts';

/** ISO 8601 in UTC. */
const moment = v.pipe(
  v.string(),
  v.transform((written) => parseInstant(written) ?? Number.NaN),
  v.number(),
);

/** A run as the Worker tells of it. */
export const Run = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}\.[0-9a-f]{32}$/)),
  /** The service's name in the Worker's configuration. */
  service: v.string(),
  type: plainWord,
  state: v.picklist(RUN_STATES),
  acceptedAt: moment,
  joined: v.exactOptional(v.boolean()),
  backupId: v.exactOptional(text),
  message: v.exactOptional(text),
});

export type Run = v.InferOutput<typeof Run>;

/** The answer to a request that takes backups: one run, and the others that it takes. */
export const TakenRuns = v.pipe(
  v.object({ ...Run.entries, also: v.optional(v.array(Run), []) }),
  v.transform(({ also, ...first }): readonly Run[] => [first, ...also]),
);
