import { publish } from '../../../action/publish.ts';
import type { Found } from '../../../action/step-result.ts';
import { wordResults } from '../../../action/words.ts';
import { decide } from '../../../shared/domain/gate.ts';
import type { ServiceResult } from '../../../shared/domain/service-result.ts';
import { createRecording, type Recording } from '../recording-core.ts';
import { inputsOf } from '../step.ts';

/** What a step leaves of one result. */
export async function leave(
  result: ServiceResult,
  adaptRemedies: Found['adaptRemedies'] = (usual) => usual,
): Promise<Recording> {
  const recording = createRecording();
  const origin = { provider: 'mariadb-cloud', key: { source: 'any', service: 'prod' } };
  const results = await wordResults({ results: [{ ...result, origin }], notes: [], adaptRemedies });
  const [leading] = results;
  if (!leading) throw new Error('no result');
  const { verdict } = leading;
  const inputs = inputsOf();
  const gate = decide(verdict, inputs.gate);
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  await publish(
    { inputs, results, notes: [], leading, verdict, gate, deadline: 0 },
    { core: recording.core, clock, env: {} },
  );
  return recording;
}
