import pLimit from 'p-limit';
import type { ServiceConfig } from '../../config/index.ts';
import type { EntranceDependencies } from '../../dependencies.ts';
import type { JudgedForStep } from '../../judge-for-step.ts';
import { AT_ONCE } from '../../platform-limits.ts';
import type { VerdictOrder } from './parse.ts';

export interface JudgedService extends JudgedForStep {
  readonly service: ServiceConfig;
}

/** Each service in its coordinator. */
export function judgeAll(
  services: readonly ServiceConfig[],
  order: VerdictOrder,
  { judgeForStep }: Pick<EntranceDependencies, 'judgeForStep'>,
): Promise<readonly JudgedService[]> {
  const { given, backup, type, gate, dryRun, runs } = order;
  const takeTurn = pLimit(AT_ONCE);
  const judgeOne = async (service: ServiceConfig): Promise<JudgedService> => {
    const judged = await judgeForStep(service, {
      given,
      backup,
      type: type ?? service.type,
      judged: gate !== 'off',
      dryRun,
      runId: runs.find((id) => id.startsWith(`${service.name}.`)) ?? null,
      mayTake: runs.length === 0,
    });
    return { ...judged, service };
  };
  return Promise.all(services.map((service) => takeTurn(() => judgeOne(service))));
}
