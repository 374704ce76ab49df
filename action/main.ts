import pLimit from 'p-limit';
import { findUnsupported } from '../shared/domain/capability.ts';
import { decide } from '../shared/domain/gate.ts';
import { severest } from '../shared/domain/verdict.ts';
import { PROVIDERS } from '../shared/provider/create-provider.ts';
import type { ServiceReport } from '../shared/report/service-report.ts';
import { type Checked, checkOrganisation } from './check-organisation.ts';
import { checkService, refuseService } from './check-service.ts';
import type { Dependencies, ServiceContext } from './context.ts';
import { gatherEvidence } from './gather.ts';
import type { Inputs } from './inputs/index.ts';
import { publish } from './publish.ts';

/** Enough to keep all of the HTTP client's places busy; more would only take more memory. */
const MOST_GATHERING = 6;

/** The whole step: every service is checked side by side, then one gate is decided and published. */
export async function run(inputs: Inputs, dependencies: Dependencies): Promise<void> {
  const { reports, notes } = await checkAll(inputs, dependencies);
  const leading = severest(reports);
  if (!leading) throw new TypeError('inputs hold at least one service');
  const { verdict } = leading;
  const gate = decide(verdict, inputs.gate);
  await publish({ inputs, reports, notes, leading, verdict, gate }, dependencies);
}

/** What the provider cannot do is said before anything is asked of it. */
async function checkAll(inputs: Inputs, { core, clock }: Dependencies): Promise<Checked> {
  const { title, capabilities, create } = PROVIDERS[inputs.provider];
  const wishes = { ...inputs, schedule: inputs.schedule.kind };
  const unsupported = findUnsupported(title, capabilities, wishes);
  if (unsupported.length > 0) {
    const refused = { inputs, judgedAt: clock.now() };
    const named = [inputs.services].flat();
    return { reports: named.map((each) => refuseService(each, unsupported, refused)), notes: [] };
  }
  const provider = create({ ...inputs, clock });
  const deadline = clock.now() + inputs.timeoutMs;
  const contextOf = (service: string): ServiceContext => {
    const log = (line: string) => core.info(`${service}: ${line}`);
    return { service, inputs, provider, clock, deadline, log };
  };
  if (inputs.services === 'all') return checkOrganisation(contextOf);
  return { reports: await checkEach(inputs.services.map(contextOf)), notes: [] };
}

function checkEach(contexts: readonly ServiceContext[]): Promise<readonly ServiceReport[]> {
  const takeTurn = pLimit(MOST_GATHERING);
  const checks = contexts.map(async (context) =>
    checkService(await takeTurn(() => gatherEvidence(context)), context),
  );
  return Promise.all(checks);
}
