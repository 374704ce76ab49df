import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import * as v from 'valibot';
import { SECOND } from '../../../shared/domain/instant.ts';
import type { Answer } from './load.ts';
import { type BenchStage, CALLERS } from './stage.ts';

const Run = v.object({ id: v.string(), state: v.string(), requestedBy: v.array(v.unknown()) });

export type SeenRun = v.InferOutput<typeof Run>;

const MAX_WAIT = 30 * SECOND;

export function readRunId({ text }: Answer): string {
  return v.parse(Run, JSON.parse(text)).id;
}

/** Looks at all runs until each is as wanted, or the wait is over; gives them as they were last. */
export async function untilAll(
  ids: readonly string[],
  isWanted: (run: SeenRun) => boolean,
  stage: BenchStage,
): Promise<readonly SeenRun[]> {
  const deadline = Date.now() + MAX_WAIT;
  const limit = pLimit(CALLERS);
  for (;;) {
    const runs = await Promise.all(
      ids.map((id) => limit(async () => v.parse(Run, await stage.read(`/runs/${id}`)))),
    );
    if (runs.every(isWanted) || Date.now() > deadline) return runs;
    await sleep(200);
  }
}
