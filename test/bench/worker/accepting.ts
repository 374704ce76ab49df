import type { Post } from '../../worker/signed-requests.ts';
import { writeNotes, writeTable, writeTitle } from '../table.ts';
import { type Figures, figuresOf, medianOf, timesOf } from './figures.ts';
import { readRunId, untilAll } from './runs.ts';
import { type BenchStage, CALLERS, to, webhookFor } from './stage.ts';

const ROUNDS = 5;
const SAME = 500;
const EACH = 64;

/** How many services it asks for. */
export const SERVICES_ASKED = 1 + ROUNDS + ROUNDS * EACH;

type Contender = 'route' | 'object' | 'joins' | 'counted' | 'newObjects' | 'starts';

type Rounds = Record<Contender, Figures[]>;

/** What accepting costs, against the least that it could; gives the ids of the runs it caused. */
export async function benchAccepting(stage: BenchStage): Promise<readonly string[]> {
  writeTitle(`Accepting: ${CALLERS} callers at once, ${ROUNDS} rounds, medians`);
  const ids = await warmUp(stage);
  const rounds: Rounds = {
    route: [],
    object: [],
    joins: [],
    counted: [],
    newObjects: [],
    starts: [],
  };
  for (let round = 0; round < ROUNDS; round += 1)
    ids.push(...(await playRound(round, rounds, stage)));
  writeRounds(rounds);
  return ids;
}

async function warmUp(stage: BenchStage): Promise<string[]> {
  const [service = ''] = stage.take(1);
  await stage.send(repeat(SAME, () => to('/bare/route', webhookFor(service))));
  await stage.send(repeat(SAME, () => to('/bare/object/warm', webhookFor(service))));
  const { answers } = await stage.send(repeat(SAME, () => webhookFor(service)));
  return answers.slice(0, 1).map(readRunId);
}

/** One after another, so that each has the machine for itself; the runs' own work goes on beside. */
async function playRound(round: number, rounds: Rounds, stage: BenchStage): Promise<string[]> {
  const [joined = ''] = stage.take(1);
  const [first] = (await stage.send([webhookFor(joined)])).answers.map(readRunId);
  await untilAll([first ?? ''], ({ state }) => state === 'running', stage);
  const same = (path: string) => repeat(SAME, () => to(path, webhookFor(joined)));
  await measure('route', same('/bare/route'));
  await measure('object', same(`/bare/object/${joined}`));
  await measure('joins', same('/webhook'));
  await measure('counted', same('/webhook?counted'));
  await measure(
    'newObjects',
    repeat(EACH, (index) => to(`/bare/object/${round}-${index}`, webhookFor(joined))),
  );
  const started = await measure('starts', stage.take(EACH).map(webhookFor));
  await untilAll(started, ({ state }) => state === 'running', stage);
  return [first ?? '', ...started];

  async function measure(name: Contender, posts: readonly Post[]): Promise<string[]> {
    const load = await stage.send(posts);
    const refused = load.answers.find(({ status }) => status !== 202);
    if (refused) throw new Error(`${name}: answered ${refused.status}: ${refused.text}`);
    rounds[name].push(figuresOf(load));
    return name === 'starts' ? load.answers.map(readRunId) : [];
  }
}

function repeat(count: number, make: (index: number) => Post): readonly Post[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function writeRounds(rounds: Rounds): void {
  const row = (title: string, name: Contender, wanted = '') => {
    const { perSecond, p50, p99 } = medianOf(rounds[name]);
    const figures = [perSecond.toFixed(0), `${p50.toFixed(0)} ms`, `${p99.toFixed(0)} ms`];
    const others = [rounds.route, rounds.object, rounds.newObjects];
    const times = others.map((other) => `${timesOf(rounds[name], other).toFixed(1)} ×`);
    return [title, ...figures, ...times, wanted];
  };
  writeTable(
    ['', 'a second', 'p50', 'p99', 'route', 'object', 'new object', 'wanted'],
    [
      row('a bare Hono route', 'route'),
      row('a bare Durable Object, one SQLite write', 'object'),
      row('a verified webhook that joins a run', 'joins', 'at most 2 × object'),
      row('  the same, callers counted locally', 'counted'),
      row('a new bare Durable Object for each', 'newObjects'),
      row('a webhook that starts a run for each', 'starts', 'at most 2 × new object'),
    ],
  );
  writeNotes([
    'route, object, new object: the work for one request, in times that of the bare one. A run of',
    'another service is another object with a database of its own, so it is held against a new one.',
    'Callers are counted in memory on Cloudflare; the local stand-in is a Durable Object of its own,',
    'so it is left out but for one row. There the limit is 1,000,000 a minute, deployed it is 30.',
  ]);
}
