import * as v from 'valibot';
import type { Progress } from '../../shared/backup-run/run.ts';
import { NOTHING_DONE } from '../../shared/backup-run/run.ts';

const instant = v.number();
const Named = v.object({ id: v.nullable(v.string()) });

/** The progress in records without a version. */
export const FirstProgress = v.object({
  order: v.nullable(
    v.object({
      service: v.string(),
      known: v.object({ ids: v.array(v.string()) }),
      listedSchedules: v.array(Named),
    }),
  ),
  sendingSince: v.nullable(instant),
  sends: v.number(),
  accepted: v.boolean(),
  request: v.nullable(v.object({ handle: v.nullable(v.string()) })),
  looks: v.number(),
  lastTriedAt: v.nullable(instant),
  notBefore: v.nullable(instant),
});

interface FirstRun {
  readonly acceptedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly progress: v.InferOutput<typeof FirstProgress>;
}

/** More would not fit in a row; see `snapshotBefore`. */
const MAX_KEPT = 500;

/** Upgrades it to today's shape. The provider's clock was not recorded, so ours counts. */
export function upgradeProgress({ acceptedAt, startedAt, finishedAt, progress: first }: FirstRun): {
  readonly target: string;
  readonly progress: Progress;
} {
  const { order, sendingSince, accepted: taken, request, lastTriedAt, notBefore } = first;
  const ours = (at: number) => ({ at, clock: 'ours' }) as const;
  const pause = lastTriedAt !== null && notBefore !== null && notBefore > lastTriedAt;
  return {
    // A run that had not begun did not know its database yet.
    target: order?.service ?? '',
    progress: {
      ...NOTHING_DONE,
      before: finishedAt === null ? readBefore(first) : null,
      sends: first.sends,
      sending:
        sendingSince === null
          ? null
          : { since: sendingSince, requestedAt: ours(sendingSince), taken },
      found: request && { handle: request.handle, requestedAt: ours(startedAt ?? acceptedAt) },
      looks: first.looks,
      lastTriedAt,
      pause: pause ? { from: lastTriedAt, ms: notBefore - lastTriedAt } : null,
    },
  };
}

function readBefore({ order }: v.InferOutput<typeof FirstProgress>): Progress['before'] {
  if (!order) return null;
  const backupIds = order.known.ids;
  const scheduleIds = order.listedSchedules.flatMap(({ id }) => id ?? []);
  return {
    backupIds: backupIds.slice(0, MAX_KEPT),
    scheduleIds: scheduleIds.slice(0, MAX_KEPT),
    cut: backupIds.length > MAX_KEPT || scheduleIds.length > MAX_KEPT,
  };
}
