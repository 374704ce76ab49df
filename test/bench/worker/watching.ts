import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { offsetOf } from '../../../worker/watch/due.ts';
import { buildWorker } from '../../worker/build-worker.ts';
import { startLocalWorker } from '../../worker/local-worker.ts';
import { apiKey, withEmulatedCloud } from '../emulated-cloud.ts';
import { serviceIds } from '../services.ts';
import { writeNotes, writeTable, writeTitle } from '../table.ts';

const WRANGLER_FILE = fileURLToPath(new URL('wrangler.jsonc', import.meta.url));

const SERVICES = 50;
const BACKUPS_EACH = 30;
const PROVIDER_LATENCY_MS = 50;
const MAX_WAIT = 30 * SECOND;

/** Cloudflare's free plan. */
const FREE = { subrequests: 50, requestsADay: 100_000, rowsADay: 100_000 };

const Counts = v.object({
  wakes: v.number(),
  alarms: v.number(),
  looks: v.number(),
  fetches: v.number(),
  reports: v.number(),
  rowsWritten: v.number(),
});
type Counts = v.InferOutput<typeof Counts>;

/** What a round costs on Cloudflare, as counted while it is played in workerd. */
export async function benchWatching(): Promise<void> {
  writeTitle(`Watching: a round over ${SERVICES} services with ${BACKUPS_EACH} backups each`);
  const holdings = {
    services: SERVICES,
    backupsEach: BACKUPS_EACH,
    latencyMs: PROVIDER_LATENCY_MS,
  };
  const counts = await withEmulatedCloud(holdings, ({ url }) => playRounds(url));
  const [alarms, rows] = [counts.alarms, counts.rowsWritten];
  const perDay = (everyMs: number) => DAY / everyMs;
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(0)} %`;
  const day = (everyMs: number) => [
    // Each report and each wake is a request to an object, and an alarm counts as one. The cron wakes
    // all of them whether a look is due or not.
    (alarms + counts.reports) * perDay(everyMs) + (counts.wakes + 1) * perDay(15 * MINUTE),
    rows * perDay(everyMs),
  ];
  const [requestsHourly = 0, rowsHourly = 0] = day(HOUR);
  const [requestsOften = 0, rowsOften = 0] = day(15 * MINUTE);
  writeTable(
    ['', 'counted', 'free plan'],
    [
      ['looks that ended', `${counts.looks}`, ''],
      ['alarms', `${alarms}`, ''],
      ['subrequests of the cron', `${counts.wakes}`, `${FREE.subrequests} an invocation`],
      [
        'subrequests of a look',
        `${(counts.fetches + counts.reports) / counts.looks}`,
        `${FREE.subrequests} an invocation`,
      ],
      ['rows written', `${rows}`, ''],
      [
        'requests a day, every hour',
        requestsHourly.toFixed(0),
        share(requestsHourly, FREE.requestsADay),
      ],
      ['rows written a day, every hour', rowsHourly.toFixed(0), share(rowsHourly, FREE.rowsADay)],
      [
        'requests a day, every 15 minutes',
        requestsOften.toFixed(0),
        share(requestsOften, FREE.requestsADay),
      ],
      [
        'rows written a day, every 15 minutes',
        rowsOften.toFixed(0),
        share(rowsOften, FREE.rowsADay),
      ],
    ],
  );
  writeNotes([
    'The second round, in which nothing changes; the first creates the databases. An alarm that is set',
    'counts as a row. Requests are the crons, what they wake, alarms, and reports to the board. The',
    'services are named so that their looks are spread over 3 seconds here, not over two minutes.',
  ]);
}

/** Two rounds, of which the second is counted. */
async function playRounds(providerUrl: string): Promise<Counts> {
  const worker = await startLocalWorker({
    built: await buildWorker(WRANGLER_FILE),
    config: configFor(providerUrl),
    secrets: { SKYSQL_API_KEY: apiKey },
  });
  try {
    const call = async (path: string) => (await fetch(`${worker.url}${path}`)).json();
    for (let round = 1; ; round += 1) {
      await call('/bare/forget-looks');
      const before = v.parse(Counts, await call('/bare/counts'));
      await call('/bare/cron');
      const after = await untilLooked(before, () => call('/bare/counts'));
      if (round === 2) return differenceOf(before, after);
    }
  } finally {
    await worker.stop();
  }
}

async function untilLooked(before: Counts, read: () => Promise<unknown>): Promise<Counts> {
  const deadline = Date.now() + MAX_WAIT;
  for (;;) {
    const counts = v.parse(Counts, await read());
    if (counts.looks - before.looks >= SERVICES) {
      // The last alarm still has to end.
      await sleep(SECOND);
      return v.parse(Counts, await read());
    }
    if (Date.now() > deadline) throw new Error(`Only ${counts.looks} looks ended.`);
    await sleep(200);
  }
}

function differenceOf(before: Counts, after: Counts): Counts {
  return {
    wakes: after.wakes - before.wakes,
    alarms: after.alarms - before.alarms,
    looks: after.looks - before.looks,
    fetches: after.fetches - before.fetches,
    reports: after.reports - before.reports,
    rowsWritten: after.rowsWritten - before.rowsWritten,
  };
}

function configFor(baseUrl: string) {
  const common = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY', baseUrl };
  const names = soonNames();
  const services = serviceIds(SERVICES).map((service, index) => [
    names[index] ?? service,
    { ...common, service },
  ]);
  return { services: Object.fromEntries(services), watch: { every: '15m' } };
}

/** Names whose places in a round are its first seconds. */
function soonNames(): readonly string[] {
  const names: string[] = [];
  for (let index = 0; names.length < SERVICES; index += 1) {
    if (offsetOf(`s${index}`) < 3 * SECOND) names.push(`s${index}`);
  }
  return names;
}
