import { systemClock } from '../../../shared/clock.ts';
import { PROVIDERS } from '../../../shared/provider/create-provider.ts';
import { apiKey } from '../emulated-cloud.ts';
import { writeTable, writeTitle } from '../table.ts';
import { readRunId, untilAll } from './runs.ts';
import { type BenchStage, webhookFor } from './stage.ts';

const REQUESTS = 1000;
export const BURST_SERVICES = 10;

/** Whether all that was accepted is kept, and how many backups it costs. */
export async function benchKeeping(earlier: readonly string[], stage: BenchStage): Promise<void> {
  writeTitle(`Keeping: ${REQUESTS} requests at the same moment for ${BURST_SERVICES} services`);
  const services = stage.take(BURST_SERVICES);
  const posts = Array.from({ length: REQUESTS }, (_, index) =>
    webhookFor(services[index % BURST_SERVICES] ?? ''),
  );
  const { answers } = await stage.send(posts, REQUESTS);
  const accepted = answers.filter(({ status }) => status === 202);
  const burst = [...new Set(accepted.map(readRunId))];
  const runs = await untilAll([...earlier, ...burst], hasEnded, stage);
  const ofBurst = runs.filter(({ id }) => burst.includes(id));
  const askers = ofBurst.reduce((sum, { requestedBy }) => sum + requestedBy.length, 0);
  const backups = await countBackups(services, stage);
  const all = await countBackups(
    runs.map(({ id }) => id.slice(0, id.lastIndexOf('.'))),
    stage,
  );
  const succeeded = runs.filter(({ state }) => state === 'succeeded').length;
  writeTable(
    ['', 'measured', 'wanted'],
    [
      ['requests accepted', `${accepted.length}`, `${REQUESTS}`],
      ['requesters that are named on a run', `${askers}`, `${REQUESTS}`],
      ['backups that they cause', `${backups}`, `${BURST_SERVICES}`],
      ['runs of this whole bench that succeeded', `${succeeded}`, `${runs.length}`],
      ['backups taken for them', `${all}`, `${runs.length}`],
    ],
  );
}

function hasEnded({ state }: { readonly state: string }): boolean {
  return ['succeeded', 'failed', 'timed-out'].includes(state);
}

/** What the provider lists, less the one backup that each service had from the start. */
async function countBackups(services: readonly string[], stage: BenchStage): Promise<number> {
  const { create } = PROVIDERS['mariadb-cloud'];
  const provider = create({ apiKey, baseUrl: stage.providerUrl, clock: systemClock });
  const counts = services.map(async (service) => {
    const reading = await provider.readBackups(service, () => false);
    if (reading.state !== 'complete') throw new Error(`The backups of ${service} are not read.`);
    return reading.items.length - 1;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
