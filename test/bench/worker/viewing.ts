import { HOUR } from '../../../shared/domain/instant.ts';
import { NOW } from '../../worker/run-fixture.ts';
import { sampleBoard, sampleNames } from '../../worker/status/sample-board.ts';
import { startStatusStage, type StatusStage } from '../../worker/status/status-stage.ts';
import { writeNotes, writeTable, writeTitle } from '../table.ts';
import { type Figures, figuresOf, medianOf, timesOf } from './figures.ts';
import { type BenchRequest, sendAll } from './load.ts';

const SERVICES = 50;
const ROUNDS = 5;
const VIEWS = 200;
const CALLERS = 8;

type Contender = 'call' | 'board' | 'page' | 'json' | 'metrics';

/** What it costs to show all services, from storage, against the least that it could. */
export async function benchViewing(): Promise<void> {
  writeTitle(
    `Viewing: ${SERVICES} services, ${CALLERS} callers at once, ${ROUNDS} rounds, medians`,
  );
  const names = sampleNames(SERVICES);
  const stage = await startStatusStage({ names, roundMs: HOUR, now: NOW });
  try {
    await stage.put(sampleBoard(names));
    writeRounds(await playRounds(stage));
  } finally {
    await stage.stop();
  }
}

async function playRounds({ url, page }: StatusStage): Promise<Record<Contender, Figures[]>> {
  const base = new URL(page).pathname;
  const paths: Readonly<Record<Contender, string>> = {
    call: '/bare/call',
    board: '/bare/board',
    page: base,
    json: `${base}/status.json`,
    metrics: `${base}/metrics`,
  };
  const rounds: Record<Contender, Figures[]> = {
    call: [],
    board: [],
    page: [],
    json: [],
    metrics: [],
  };
  // The first round is for warming up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of Object.keys(rounds).filter(isContender)) {
      const figures = await measure(url, paths[name]);
      if (round > 0) rounds[name].push(figures);
    }
  }
  return rounds;

  function isContender(name: string): name is Contender {
    return name in rounds;
  }
}

async function measure(url: string, path: string): Promise<Figures> {
  const requests = Array.from({ length: VIEWS }, (): BenchRequest => [path, { method: 'GET' }]);
  const load = await sendAll(url, requests, { callers: CALLERS });
  const refused = load.answers.find(({ status }) => status !== 200);
  if (refused) throw new Error(`${path}: answered ${refused.status}: ${refused.text}`);
  return figuresOf(load);
}

function writeRounds(rounds: Record<Contender, Figures[]>): void {
  const row = (title: string, name: Contender, wanted = '') => {
    const { perSecond, p50, p99 } = medianOf(rounds[name]);
    const figures = [perSecond.toFixed(0), `${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`];
    const others = [rounds.call, rounds.board];
    const times = others.map((other) => `${timesOf(rounds[name], other).toFixed(1)} ×`);
    return [title, ...figures, ...times, wanted];
  };
  writeTable(
    ['', 'a second', 'p50', 'p99', 'call', 'board', 'wanted'],
    [
      row('a bare Hono route that calls an object', 'call'),
      row('  one that answers the board as it is', 'board'),
      row('the page', 'page', 'at most 3 × call'),
      row('status.json', 'json'),
      row('metrics', 'metrics'),
    ],
  );
  writeNotes([
    'call, board: the work for one view, in times that of the bare one. Both read storage with one',
    'call; the first brings a number, the other all that the page shows. The Worker asks with what it',
    'has read before, and is sent only what has changed.',
  ]);
}
