import type { Clock } from '../shared/clock.ts';
import { decide } from '../shared/domain/gate.ts';
import { severest } from '../shared/domain/verdict.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import { checkService } from './check-service.ts';
import type { ActionCore } from './context.ts';
import type { Inputs } from './inputs/index.ts';
import { publish } from './publish.ts';

export interface Dependencies {
  readonly core: ActionCore;
  readonly clock: Clock;
}

/** The whole step: every service is checked side by side, then one gate is decided and published. */
export async function run(inputs: Inputs, { core, clock }: Dependencies): Promise<void> {
  const provider = PROVIDERS[inputs.provider].create({ ...inputs, clock });
  const deadline = clock.now() + inputs.timeoutMs;
  const reports = await Promise.all(
    inputs.services.map((service) =>
      checkService({
        service,
        inputs,
        provider,
        clock,
        deadline,
        log: (line) => core.info(`${service}: ${line}`),
      }),
    ),
  );
  const leading = severest(reports);
  if (!leading) throw new TypeError('inputs hold at least one service');
  const { verdict } = leading;
  await publish({ inputs, reports, leading, verdict, gate: decide(verdict, inputs.gate) }, core);
}
