import { decide } from '../shared/domain/gate.ts';
import type { Instant } from '../shared/domain/instant.ts';
import { ok, type Result } from '../shared/domain/result.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import { severest } from '../shared/domain/verdict.ts';
import { check } from '../shared/check/check.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import type { Dependencies } from './context.ts';
import type { Inputs } from './inputs/index.ts';
import type { InputProblem } from './inputs/parsed.ts';
import { publish, publishInvalid } from './publish.ts';
import type { Found, FoundResult } from './step-result.ts';
import { wordResults } from './words.ts';

/** The whole step: checks every service side by side, decides one gate, publishes. */
export async function run(inputs: Inputs, dependencies: Dependencies): Promise<void> {
  const { core, clock, interruption } = dependencies;
  const deadline = clock.now() + inputs.timeoutMs;
  const found = await find(inputs, deadline, dependencies);
  if (!found.ok) return publishInvalid(found.problem, core);
  const { notes } = found.value;
  const results = await wordResults(found.value);
  const leading = severest(results);
  if (!leading) throw new TypeError('inputs hold at least one service');
  const { verdict } = leading;
  const gate = interruption?.aborted ? 'closed' : decide(verdict, inputs.gate);
  await publish({ inputs, results, notes, leading, verdict, gate, deadline }, dependencies);
}

/** Asks the provider, or a Worker that holds the key. What asks a Worker is loaded only then. */
async function find(
  inputs: Inputs,
  deadline: Instant,
  dependencies: Dependencies,
): Promise<Result<Found, readonly InputProblem[]>> {
  const { source } = inputs;
  const { core, clock, interruption } = dependencies;
  if (source.kind === 'worker') {
    const { askWorker } = await import('./keyless/index.ts');
    return askWorker({ inputs, source, deadline, ...dependencies });
  }
  const { provider } = source;
  const { results, notes } = await check({
    entry: PROVIDERS[provider],
    connection: source,
    services: inputs.services,
    names: inputs.names,
    loadActing: () => import('../shared/check/acting.ts'),
    options: { ...inputs, judged: inputs.gate !== 'off' },
    deadline,
    isPatient: true,
    clock,
    interruption,
    log: (service, line) => core.info(`${service}: ${line}`),
  });
  const identify = (result: ServiceResult): FoundResult => ({
    ...result,
    origin: { provider, key: { source: provider, service: result.service } },
  });
  return ok({ results: results.map(identify), notes });
}
