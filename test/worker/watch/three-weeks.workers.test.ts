import { abortAllDurableObjects } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { DAY, formatInstant, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import {
  addBackup,
  readBoard,
  coordinator,
  makeAllGood,
  pass,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';
import { NAMES, type Row, type Service, type WatchEvent } from './watch-stage-protocol.ts';

useWatchStage();

/** Noon of the first day; `at(3, 2)` is two o'clock of the third day after it. */
const at = (day: number, hour: number, minute = 0) =>
  START + day * DAY + (hour - 12) * HOUR + minute * MINUTE;

const passTo = (instant: number) => pass(instant - Date.now(), HOUR);

interface Night {
  /** What its backup shows instead of a success; `null`: there is none. */
  readonly [service: string]: Row | null;
}

/** Ten past two: the backups of this night are there. */
async function night(day: number, odd: Night = {}): Promise<void> {
  await passTo(at(day, 2, 10));
  for (const name of NAMES) {
    const row = odd[name];
    if (row !== null) await addBackup(name, at(day, 2), row);
  }
}

async function nights(from: number, to: number, odd: Night = {}): Promise<void> {
  for (let day = from; day <= to; day += 1) await night(day, odd);
}

const FAILED = { status: 'Failed' };
const HANGS = { status: 'Running', end_time: null };

/** Everything that happens in three weeks. */
async function live(): Promise<void> {
  await makeAllGood();

  // One night fails.
  await night(1);
  await night(2, { fails: FAILED });
  await nights(3, 4);

  // An API outage of an hour, on the fourth day.
  await passTo(at(4, 10, 5));
  await stage('breakCloud', { kind: 'status', status: 503 });
  await passTo(at(4, 11, 5));
  await stage('mendCloud');

  // One night hangs, and never ends.
  await night(5, { hangs: HANGS });
  await nights(6, 7);

  // Somebody suspends two schedules: one that the watch keeps, and one that it does not.
  await passTo(at(7, 15, 30));
  await stage('changeSchedules', 'kept', { suspended: true });
  await stage('changeSchedules', 'paused', { suspended: true });
  await nights(8, 10, { paused: null });
  await passTo(at(10, 9, 30));
  await stage('changeSchedules', 'paused', { suspended: false });
  await nights(11, 12);

  // Somebody snoozes one, an API outage of a day begins, and the Worker is deployed in a round.
  await passTo(at(12, 9, 30));
  const why = 'the provider maintains it';
  const twoDays = { id: '1', forMs: 2 * DAY, who: 'U1', why };
  await coordinator('fails').snooze('fails', twoDays);
  await passTo(at(12, 10, 5));
  await stage('breakCloud', { kind: 'html' });
  await passTo(at(12, 19) + 20 * SECOND);
  await abortAllDurableObjects();
  await night(13);
  await passTo(at(13, 10, 5));
  await stage('mendCloud');

  // One night fails while it is snoozed, and is still bad when the snooze ends.
  await night(14, { fails: FAILED });
  await nights(15, 21);
  await passTo(at(21, 12, 5));
}

/** `+2 03:00 fails opened block`: on the second day after the first. */
function tell({ at: sentAt, body: { type, data } }: WatchEvent): string {
  const day = Math.floor((sentAt - at(0, 0)) / DAY);
  const what = String(data['change'] ?? data['kind']);
  const how = type === 'verdict.changed' ? String(data['verdict']) : type;
  return `+${day} ${formatInstant(sentAt).slice(11, 16)} ${String(data['service'])} ${what} ${how}`;
}

const OUTAGE: readonly Service[] = ['good', 'kept', 'hangs', 'paused'];

test('three weeks leave exactly the right notices', { timeout: 600_000 }, async () => {
  await live();
  const { all, failure, said, pings } = await stage('look');
  const blocks = [
    '+2 03:00 fails opened block',
    '+3 03:00 fails recovered pass',
    '+5 03:00 hangs opened block',
    '+6 03:00 hangs recovered pass',
    '+9 02:00 paused worse block',
    '+11 03:00 paused recovered pass',
    ...OUTAGE.map((name) => `+12 12:00 ${name} opened block`).toSorted(),
    ...OUTAGE.map((name) => `+13 11:00 ${name} recovered pass`).toSorted(),
    '+14 10:00 fails opened block',
    '+15 03:00 fails recovered pass',
  ];
  const others = ['+7 16:00 kept resumed schedule.changed', '+7 16:00 paused opened warn'];
  expect(sortRounds(all.map(tell))).toEqual(sortRounds([...blocks, ...others]));
  expect(sortRounds(failure.map(tell))).toEqual(sortRounds(blocks));
  // In Slack each is one message, that names its service.
  expect(said).toHaveLength(blocks.length);
  for (const name of NAMES) {
    const told = blocks.filter((line) => line.includes(` ${name} `));
    expect(said.filter((text) => text.includes(`\`${name}\``))).toHaveLength(told.length);
  }
  // Every hour was a whole round, also in the outages and while the Worker was deployed.
  expect(pings).toHaveLength(21 * 24);
  expect(await readBoard()).toHaveLength(NAMES.length);
  for (const name of NAMES) expect(await viewOf(name)).toMatchObject({ verdict: 'pass' });
});

/** Within a round, services come in the order of their places. */
function sortRounds(lines: readonly string[]): readonly string[] {
  const moment = (line: string) => line.split(' ').slice(0, 2).join(' ');
  const rounds = Map.groupBy(lines, moment);
  return [...rounds].toSorted(byMoment).flatMap(([, round]) => round.toSorted());
}

function byMoment([one]: [string, unknown], [other]: [string, unknown]): number {
  const [a, b] = [one, other].map((text) => Number(text.replace(/\D/g, ''))) as [number, number];
  return a - b;
}
