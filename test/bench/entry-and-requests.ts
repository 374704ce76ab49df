import { runBuiltAction } from '../action/built-action.ts';
import { readEntryFiles, sizeOf } from '../action/loaded-files.ts';
import { apiKey, withEmulatedCloud } from './emulated-cloud.ts';
import { requireOpenGate } from './open-gate.ts';
import { serviceIds } from './services.ts';
import { writeTable, writeTitle } from './table.ts';

/** Long enough for requests that are sent side by side to meet. */
const LATENCY_MS = 100;

/** What does not depend on the machine: the size of the entry, and the requests it makes. */
export async function benchEntryAndRequests(): Promise<void> {
  writeTitle('Size and requests');
  const size = sizeOf(await readEntryFiles());
  const holdings = { services: 1, backupsEach: 30, latencyMs: LATENCY_MS };
  const { requests, mostAtOnce } = await withEmulatedCloud(holdings, async (cloud) => {
    const service = serviceIds(1).join();
    const run = await runBuiltAction({
      inputs: { 'api-key': apiKey, 'base-url': cloud.url, service },
    });
    requireOpenGate(run);
    return cloud.count();
  });
  writeTable(
    ['', 'measured', 'wanted'],
    [
      ['what every start loads of action/dist', `${(size / 1000).toFixed(1)} kB`, 'at most 150 kB'],
      ['requests for one healthy service', String(requests), '2'],
      ['of them under way at the same time', String(mostAtOnce), '2'],
    ],
  );
}
