import * as v from 'valibot';
import { RUN_STATES } from '../../shared/backup-run/run.ts';
import { BACKUP_STATUSES, BACKUP_TYPES } from '../../shared/domain/backup.ts';
import { parseJson } from '../../shared/http/json.ts';
import type { RunRecord } from './record.ts';
import { StoredRequester } from '../orders/stored-requester.ts';
import { FirstProgress, upgradeProgress } from './first-progress.ts';

/*
 * The stored shape of a run. A change gets a new version and a way to read the old one: records
 * live for 90 days after the run's end, across deployments.
 */

/** Milliseconds since 1970, UTC. */
const instant = v.number();

const Moment = v.object({ at: instant, clock: v.picklist(['provider', 'ours']) });

const StoredProgress = v.object({
  before: v.nullable(
    v.object({
      backupIds: v.array(v.string()),
      scheduleIds: v.array(v.string()),
      cut: v.boolean(),
    }),
  ),
  sends: v.number(),
  sending: v.nullable(v.object({ since: instant, requestedAt: Moment, taken: v.boolean() })),
  found: v.nullable(v.object({ requestedAt: Moment, handle: v.nullable(v.string()) })),
  looks: v.number(),
  lastTriedAt: v.nullable(instant),
  pause: v.nullable(v.object({ from: instant, ms: v.number() })),
  refusedSince: v.nullable(instant),
  clockOffsetMs: v.nullable(v.number()),
});

const StoredBackup = v.object({
  id: v.nullable(v.string()),
  type: v.nullable(v.string()),
  status: v.picklist(BACKUP_STATUSES),
  statusText: v.string(),
  startedAt: v.nullable(instant),
  endedAt: v.nullable(instant),
  recoveryPoint: v.nullable(instant),
  sizeBytes: v.nullable(v.number()),
  sizeText: v.nullable(v.string()),
  fullBackupId: v.nullable(v.string()),
  detail: v.nullable(v.string()),
  failedRows: v.nullable(v.number()),
  succeededRows: v.nullish(v.number(), null),
});

/** The fields that all versions share. */
const common = {
  id: v.string(),
  service: v.string(),
  type: v.picklist(BACKUP_TYPES),
  state: v.picklist(RUN_STATES),
  requestedBy: v.array(StoredRequester),
  acceptedAt: instant,
  startedAt: v.nullable(instant),
  finishedAt: v.nullable(instant),
  backup: v.nullable(StoredBackup),
  message: v.nullable(v.string()),
  undelivered: v.array(v.string()),
};

const CurrentRun = v.object({
  ...common,
  version: v.literal(2),
  target: v.string(),
  progress: StoredProgress,
});

/** Records without a version. */
const FirstRun = v.object({ ...common, progress: FirstProgress });

const StoredRun = v.union([
  CurrentRun,
  v.pipe(
    FirstRun,
    v.transform((run) => ({ ...run, ...upgradeProgress(run), version: 2 as const })),
  ),
]);

/** `null` for an unreadable record, which stays stored. */
export function readStoredRun(text: string): RunRecord | null {
  const parsed = v.safeParse(StoredRun, parseJson(text));
  return parsed.success ? parsed.output : null;
}
