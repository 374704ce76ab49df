import pLimit from 'p-limit';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import type { JudgedForStep } from '../../judge-for-step.ts';
import { AT_ONCE } from '../../platform-limits.ts';
import type { VerdictOrder } from './parse.ts';

export interface JudgedService extends JudgedForStep {
  readonly service: ServiceConfig;
}

/** The step names a run that its service does not know. */
export interface UnknownRun {
  readonly unknownRun: string;
}

/** Each service in its coordinator. */
export async function judgeAll(
  services: readonly ServiceConfig[],
  order: VerdictOrder,
  { judgeForStep }: Pick<EntranceDependencies, 'judgeForStep'>,
): Promise<readonly JudgedService[] | UnknownRun> {
  const { given, backup, type, gate, dryRun, runs } = order;
  const takeTurn = pLimit(AT_ONCE);
  const judgeOne = async (service: ServiceConfig): Promise<JudgedService | UnknownRun> => {
    const runId = runs.find((id) => id.startsWith(`${service.name}.`)) ?? null;
    const judged = await judgeForStep(service, {
      given,
      backup,
      type: type ?? service.type,
      judged: gate !== 'off',
      dryRun,
      runId,
      mayTake: runs.length === 0,
    });
    return judged === 'no-such-run' ? { unknownRun: runId ?? '' } : { ...judged, service };
  };
  const all = await Promise.all(services.map((service) => takeTurn(() => judgeOne(service))));
  const judged = all.filter((each) => 'service' in each);
  return all.find((each) => 'unknownRun' in each) ?? judged;
}
