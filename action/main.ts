import { decide } from '../shared/domain/gate.ts';
import { severest } from '../shared/domain/verdict.ts';
import { check } from '../shared/check/check.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import type { Dependencies } from './context.ts';
import type { Inputs } from './inputs/index.ts';
import { publish } from './publish.ts';
import { wordResults } from './words.ts';

/** The whole step: checks every service side by side, decides one gate, publishes. */
export async function run(inputs: Inputs, dependencies: Dependencies): Promise<void> {
  const { core, clock, interruption } = dependencies;
  const deadline = clock.now() + inputs.timeoutMs;
  const { results, notes } = await check({
    entry: PROVIDERS[inputs.provider],
    connection: inputs,
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
  const worded = await wordResults(results);
  const leading = severest(worded);
  if (!leading) throw new TypeError('inputs hold at least one service');
  const { verdict } = leading;
  const gate = interruption?.aborted ? 'closed' : decide(verdict, inputs.gate);
  await publish({ inputs, results: worded, notes, leading, verdict, gate, deadline }, dependencies);
}
