import { abortAllDurableObjects } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { SECOND } from '../../../shared/domain/instant.ts';
import {
  alarmAt,
  ask,
  find,
  finish,
  moveTo,
  pass,
  ring,
  ringAgain,
  stage,
  useStage,
  changeStored,
} from './coordinator.workers.ts';
import { acceptedRun } from './run-record.ts';

useStage();

/** What a run asks of the world: two lists, the request, two looks at each alarm, the telling. */
const REQUESTS = ['list', 'list', 'request', 'look', 'look', 'look', 'look', 'telling'];

const everywhere = REQUESTS.flatMap((what, index) => [
  { what, nth: index + 1, moment: 'before' as const },
  { what, nth: index + 1, moment: 'after' as const },
]);

/** Lets the run go on until the stage holds its nth request from now, and breaks everything off. */
async function crashAt(nth: number, moment: 'before' | 'after', id: string): Promise<void> {
  await stage('holdRequest', nth, moment);
  const work = finish(id).then(
    () => 'done',
    () => 'broken off',
  );
  await stage('untilHeld');
  await abortAllDurableObjects();
  await stage('release');
  expect(await work).toBe('broken off');
  await moveTo(Date.now() + SECOND);
  await ringAgain();
}

async function expectOneBackupToldOnce(id: string): Promise<void> {
  expect(await finish(id)).toMatchObject({ state: 'succeeded', backup: { type: 'full' } });
  await pass(0);
  const { backups, told } = await stage('look');
  expect(backups).toEqual(['full']);
  expect(told).toMatchObject([{ body: { data: { id, state: 'succeeded' } } }]);
}

test('the crashes below strike at every request of a run', async () => {
  const { run } = await ask();
  await finish(run.id);
  const { requests } = await stage('look');
  expect(requests).toBe(REQUESTS.length);
});

describe('a crash leads to exactly one backup, and its outcome is told', () => {
  test('between the acceptance and the first alarm', async () => {
    const { run } = await ask();
    await abortAllDurableObjects();
    await expectOneBackupToldOnce(run.id);
  });

  test.each(everywhere)('$moment the effect of request $nth, a $what', async ({ nth, moment }) => {
    const { run } = await ask();
    await crashAt(nth, moment, run.id);
    await expectOneBackupToldOnce(run.id);
  });

  test('before the answer to the request, and again while that is sorted out', async () => {
    const { run } = await ask();
    await crashAt(3, 'after', run.id);
    await crashAt(1, 'before', run.id);
    await crashAt(2, 'after', run.id);
    await expectOneBackupToldOnce(run.id);
  });

  test('between any two alarms', async () => {
    const { run } = await ask();
    do {
      await abortAllDurableObjects();
    } while (await ring(Date.now() + 60 * SECOND));
    await expectOneBackupToldOnce(run.id);
  });
});

test('a retry by the sender after a crash causes nothing', async () => {
  const once = { deliveries: ['webhook:once'] };
  const { run } = await ask(once);
  await crashAt(3, 'after', run.id);
  expect((await ask(once)).run.id).toBe(run.id);
  await expectOneBackupToldOnce(run.id);
  expect((await find(run.id)).requestedBy).toHaveLength(1);
});

test('an alarm that breaks by a fault of ours rings again a minute later', async () => {
  const { run } = await ask();
  const write = (record: string) =>
    changeStored((sql) => {
      sql.exec('UPDATE runs SET record = ?', record);
    });
  await write('{');
  await pass(0);
  expect(await alarmAt()).toBe(Date.now() + 60 * SECOND);
  await write(JSON.stringify({ ...acceptedRun(run.acceptedAt), id: run.id }));
  await expectOneBackupToldOnce(run.id);
});

test('a run that breaks by a fault of ours holds up no other', async () => {
  const broken = await ask({ type: 'dump' });
  await changeStored((sql) => {
    sql.exec("UPDATE runs SET record = json_set(record, '$.progress.found', json('{}'))");
  });
  const { run } = await ask();
  expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
  await pass(60 * SECOND);
  const { backups, told } = await stage('look');
  expect(backups).toEqual(['full']);
  expect(told).toMatchObject([{ body: { data: { id: run.id, state: 'succeeded' } } }]);
  // It stays as it is, for a later version or a person to read.
  await expect(find(broken.run.id)).rejects.toThrow();
});
