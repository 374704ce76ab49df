import { env } from 'cloudflare:workers';
import {
  createScheduledController,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import worker from '../../../worker/index.ts';
import {
  alarmAt,
  ask,
  coordinator,
  find,
  finish,
  moveTo,
  pass,
  ring,
  stage,
  START,
  useStage,
} from './coordinator.workers.ts';

useStage();

/** What the platform does every 15 minutes. */
async function cron(over: object = {}): Promise<void> {
  const controller = createScheduledController({ scheduledTime: Date.now() });
  await worker.scheduled(controller, { ...env, ...over });
}

function loseAlarm(): Promise<void> {
  return runInDurableObject(coordinator(), (_, { storage }) => storage.deleteAlarm());
}

/** From now on the object's storage takes no alarm, until the function is called. */
async function refuseAlarms(): Promise<() => void> {
  let refuses = true;
  await runInDurableObject(coordinator(), (_, { storage }) => {
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = (at) =>
      refuses ? Promise.reject(new Error('storage refuses')) : setAlarm(at);
  });
  return () => {
    refuses = false;
  };
}

/** The platform tries an alarm that fails again, and gives it up after the sixth try. */
async function ringUntilGivenUp(): Promise<void> {
  for (let rings = 0; rings < 7; rings += 1) {
    await runDurableObjectAlarm(coordinator()).catch(() => false);
    await moveTo(Date.now() + 2 ** rings * 2 * SECOND);
  }
  await loseAlarm();
}

describe('a run whose alarm was given up because storage refused for minutes', () => {
  test('goes on after the next cron, without any call', async () => {
    const { run } = await ask();
    const allow = await refuseAlarms();
    await ringUntilGivenUp();
    allow();
    expect(await alarmAt()).toBeNull();
    await cron();
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
    expect((await stage('look')).backups).toEqual(['full']);
  });

  test('goes on once somebody looks it up', async () => {
    const { run } = await ask();
    await loseAlarm();
    expect(await coordinator().findRun(run.id)).toMatchObject({ state: 'accepted' });
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
  });

  test('goes on once its service is judged', async () => {
    const { run } = await ask();
    await loseAlarm();
    await coordinator().judge('prod');
    expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
  });

  test('can be looked up while storage still refuses', async () => {
    const { run } = await ask();
    await loseAlarm();
    const error = vi.spyOn(console, 'error');
    await refuseAlarms();
    expect(await coordinator().findRun(run.id)).toMatchObject({ state: 'accepted' });
    expect(error).toHaveBeenCalledWith({ event: 'alarm-broke', error: 'Error' });
  });
});

describe('an alarm that was not rung', () => {
  test.each([
    [MINUTE - 1, START],
    [MINUTE, START],
    [MINUTE + 1, START + MINUTE + 1],
  ])('is set again when it is more than a minute late: %i ms', async (late, at) => {
    await ask();
    await moveTo(START + late);
    await cron();
    expect(await alarmAt()).toBe(at);
  });

  test('of a notification is found as that of a run is', async () => {
    const { run } = await ask();
    await stage('failHook', 1);
    await finish(run.id);
    await loseAlarm();
    await cron();
    await pass(MINUTE);
    expect((await stage('look')).told).toMatchObject([{ body: { data: { id: run.id } } }]);
  });

  test('is not missed where nothing is due: a cron leaves nothing behind', async () => {
    await cron();
    expect(await alarmAt()).toBeNull();
    const { tables } = await runInDurableObject(coordinator(), (_, { storage }) => ({
      tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'runs'").toArray(),
    }));
    expect(tables).toEqual([]);
  });
});

test('while the alarm is at work the next one is set already', async () => {
  await stage('holdRequest', 1, 'before');
  const { run } = await ask();
  const work = ring();
  await stage('untilHeld');
  expect(await alarmAt()).toBe(START + 5 * SECOND);
  await stage('release');
  await work;
  expect(await finish(run.id)).toMatchObject({ state: 'succeeded' });
});

test('an alarm that finds no work rests', async () => {
  await ask();
  await runInDurableObject(coordinator(), (_, { storage }) => {
    storage.sql.exec('DELETE FROM runs');
    storage.sql.exec('DELETE FROM deliveries');
  });
  await ring();
  expect(await alarmAt()).toBeNull();
});

describe('with more services than an invocation may call', () => {
  /** Cloudflare's free plan, on which the 51st subrequest of an invocation throws. */
  function withBudget(names: readonly string[], budget: number) {
    const woken: string[] = [];
    let left = budget;
    const getByName = (name: string) => ({
      wake: async () => {
        left -= 1;
        if (left < 0) throw new Error('Too many subrequests by single Worker invocation.');
        if (name === 's7') throw new TypeError('broken');
        woken.push(name);
      },
    });
    const services = names.map((name, index) => [
      name,
      {
        provider: 'mariadb-cloud',
        service: `dbtgf${10_000_000 + index}`,
        credential: 'SKYSQL_API_KEY',
      },
    ]);
    const CONFIG = { services: Object.fromEntries(services) };
    return { woken, bindings: { CONFIG, COORDINATOR: { getByName } } };
  }

  const names = Array.from({ length: 150 }, (_, index) => `s${index}`);

  test('each is woken within the hour, and one that is broken holds up no other', async () => {
    const all = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const { woken, bindings } = withBudget(names, 50);
      await cron(bindings);
      expect(woken.length).toBeGreaterThanOrEqual(45);
      for (const name of woken) all.add(name);
      await moveTo(Date.now() + 15 * MINUTE);
    }
    expect(names.filter((name) => !all.has(name))).toEqual(['s7']);
  });

  test('all are woken in one round where the plan allows it', async () => {
    const { woken, bindings } = withBudget(names, 5000);
    await cron(bindings);
    expect(woken).toHaveLength(149);
  });
});

test('with a configuration that cannot be used nobody is woken, and the log says why', async () => {
  const log = vi.spyOn(console, 'log');
  const { run } = await ask();
  await cron({ CONFIG: '{' });
  expect(await find(run.id)).toMatchObject({ state: 'accepted' });
  expect(log).toHaveBeenCalledWith({
    event: 'configuration-error',
    problems: expect.stringContaining('CONFIG: not valid JSON'),
  });
});
