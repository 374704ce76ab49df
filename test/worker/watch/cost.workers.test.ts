import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { LOOK_COST, ROUND_COST } from './round-cost.ts';
import {
  type AnyObject,
  board,
  coordinator,
  cron,
  makeAllGood,
  moveTo,
  pass,
  ringUntil,
  stage,
  START,
  useWatchStage,
} from './watch.workers.ts';
import { NAMES } from './watch-stage-protocol.ts';

useWatchStage();

/** Counts what an object writes from now on. An alarm that is set or deleted counts as a row. */
async function countWrites(object: AnyObject): Promise<() => number> {
  let written = 0;
  await runInDurableObject<Rpc.DurableObjectBranded, void>(object, (_, { storage }) => {
    const { sql } = storage;
    const exec = sql.exec.bind(sql);
    sql.exec = <Row extends Record<string, SqlStorageValue>>(query: string, ...rest: unknown[]) => {
      const cursor = exec<Row>(query, ...rest);
      written += cursor.rowsWritten;
      return cursor;
    };
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (at) => {
      written += 1;
      return setAlarm(at);
    };
    const deleteAlarm = storage.deleteAlarm.bind(storage);
    storage.deleteAlarm = () => {
      written += 1;
      return deleteAlarm();
    };
  });
  return () => written;
}

test('a round that changes nothing costs what the documentation says of it', async () => {
  await makeAllGood();
  await pass(HOUR);
  const looks = await Promise.all(NAMES.map((name) => countWrites(coordinator(name))));
  const rounds = await countWrites(board());
  const before = await stage('look');
  await moveTo(START + HOUR + 15 * MINUTE);
  await cron();
  const rings = await ringUntil(Date.now() + 10 * MINUTE);
  const after = await stage('look');
  expect(after.pings).toHaveLength(before.pings.length + 1);
  const rowsOfLooks = looks.reduce((sum, count) => sum + count(), 0);
  const look = {
    alarms: (rings - ROUND_COST.alarms) / NAMES.length,
    providerRequests: (after.asked.length - before.asked.length) / NAMES.length,
    // The board has a row of each, and the helper that rings deletes the alarm itself.
    rowsWritten: rowsOfLooks / NAMES.length + 1 - 1,
  };
  const round = { alarms: rings - NAMES.length, rowsWritten: rounds() - NAMES.length - 1 };
  console.log('a look', look, 'a round besides', round);
  expect(look).toEqual(LOOK_COST);
  expect(round).toEqual(ROUND_COST);
});

test('the crons between two looks write nothing', async () => {
  await makeAllGood();
  await pass(20 * MINUTE);
  const counts = await Promise.all(NAMES.map((name) => countWrites(coordinator(name))));
  await pass(50 * MINUTE);
  expect(counts.map((count) => count())).toEqual(NAMES.map(() => 0));
});
