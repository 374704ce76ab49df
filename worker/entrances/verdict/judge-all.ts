import pLimit from 'p-limit';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import type { JudgedForStep } from '../../judge-for-step.ts';
import { AT_ONCE } from '../../platform-limits.ts';
import type { VerdictOrder } from './parse.ts';
import { unjudged } from './unjudged.ts';

export interface JudgedService extends JudgedForStep {
  readonly service: ServiceConfig;
}

/** The step names a run that its service does not know. */
export interface UnknownRun {
  readonly unknownRun: string;
}

/** Each service in its coordinator. One that cannot be judged must not hide the others. */
export async function judgeAll(
  services: readonly ServiceConfig[],
  order: VerdictOrder,
  { judgeForStep, log, now }: Pick<EntranceDependencies, 'judgeForStep' | 'log' | 'now'>,
): Promise<readonly JudgedService[] | UnknownRun> {
  const { given, backup, type, gate, dryRun, runs } = order;
  const takeTurn = pLimit(AT_ONCE);
  const judgeOne = async (service: ServiceConfig): Promise<JudgedService | UnknownRun> => {
    const runId = runs.find((id) => id.startsWith(`${service.name}.`)) ?? null;
    const stepOrder = {
      given,
      backup,
      type: type ?? service.type,
      judged: gate !== 'off',
      dryRun,
      runId,
      mayTake: runs.length === 0,
    };
    try {
      const judged = await judgeForStep(service, stepOrder);
      return judged === 'no-such-run' ? { unknownRun: runId ?? '' } : { ...judged, service };
    } catch (error) {
      // Nothing may stand in for a backup that has to be taken.
      if (backup === 'always') throw error;
      const reason = error instanceof Error ? error.name : 'unknown';
      log({ event: 'status-failed', service: service.name, reason });
      return { ...unjudged(service, stepOrder, now()), service };
    }
  };
  const all = await Promise.all(services.map((service) => takeTurn(() => judgeOne(service))));
  const judged = all.filter((each) => 'service' in each);
  return all.find((each) => 'unknownRun' in each) ?? judged;
}
