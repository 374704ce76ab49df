import pLimit from 'p-limit';
import type { Clock } from '../shared/clock.ts';
import { findUnsupported } from '../shared/domain/capability.ts';
import { decide } from '../shared/domain/gate.ts';
import { severest } from '../shared/domain/verdict.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import { checkService, refuseService } from './check-service.ts';
import type { ActionCore } from './context.ts';
import type { Inputs } from './inputs/index.ts';
import { publish } from './publish.ts';

/** Enough to keep all of the HTTP client's places busy. */
const MOST_GATHERING = 6;

export interface Dependencies {
  readonly core: ActionCore;
  readonly clock: Clock;
}

/** The whole step: every service is checked side by side, then one gate is decided and published. */
export async function run(inputs: Inputs, { core, clock }: Dependencies): Promise<void> {
  const reports = await checkAll(inputs, { core, clock });
  const leading = severest(reports);
  if (!leading) throw new TypeError('inputs hold at least one service');
  const { verdict } = leading;
  await publish({ inputs, reports, leading, verdict, gate: decide(verdict, inputs.gate) }, core);
}

/** What the provider cannot do is said before anything is asked of it. */
async function checkAll(
  inputs: Inputs,
  { core, clock }: Dependencies,
): Promise<readonly ServiceReport[]> {
  const { title, capabilities, create } = PROVIDERS[inputs.provider];
  const wishes = { ...inputs, schedule: inputs.schedule.kind };
  const unsupported = findUnsupported(title, capabilities, wishes);
  if (unsupported.length > 0) {
    return inputs.services.map((service) =>
      refuseService(service, unsupported, { inputs, judgedAt: clock.now() }),
    );
  }
  const provider = create({ ...inputs, clock });
  const takeTurn = pLimit(MOST_GATHERING);
  const deadline = clock.now() + inputs.timeoutMs;
  const checks = inputs.services.map((service) => {
    const log = (line: string) => core.info(`${service}: ${line}`);
    return checkService({ service, inputs, provider, clock, takeTurn, deadline, log });
  });
  return Promise.all(checks);
}
