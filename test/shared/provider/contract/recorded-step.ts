import { INPUT_DEFAULTS, type RawInputs } from '../../../../action/inputs/names.ts';
import { parseInputs } from '../../../../action/inputs/index.ts';
import { run } from '../../../../action/main.ts';
import { createRecording, type Recording } from '../../../action/recording-core.ts';
import { hurry } from '../../http/retry-delays.ts';
import type { Bench, Stage } from './bench.ts';

export type GivenInputs = Partial<RawInputs>;

/** The whole step in this process, against the emulator at this address and on its clock. */
export async function runStep(
  bench: Bench,
  { url, clock }: Pick<Stage, 'url' | 'clock'>,
  given: GivenInputs = {},
): Promise<Recording> {
  const parsed = parseInputs({
    ...INPUT_DEFAULTS,
    provider: bench.name,
    'api-key': bench.apiKey,
    'base-url': url,
    service: bench.service,
    ...given,
  });
  if (!parsed.ok) throw new Error(`not valid: ${JSON.stringify(parsed.problem)}`);
  const recording = createRecording();
  await hurry(run(parsed.value, { core: recording.core, clock, env: {} }));
  return recording;
}
