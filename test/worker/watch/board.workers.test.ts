import { env } from 'cloudflare:workers';
import {
  abortAllDurableObjects,
  createExecutionContext,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { describe, expect, inject, test, vi } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import worker from '../../../worker/index.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { SPREAD } from '../../../worker/watch/due.ts';
import {
  addBackup,
  alarmOf,
  board,
  coordinator,
  cron,
  makeAllGood,
  moveTo,
  pass,
  readBoard,
  ringUntil,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';
import { NAMES, type Service, STATUS_TOKEN } from './watch-stage-protocol.ts';

useWatchStage();

const pings = async () => (await stage('look')).pings;

/** A cron that does not reach some of the coordinators, as where their objects are broken. */
function cronWithout(...names: readonly Service[]): Promise<void> {
  const getByName = (name: string) => {
    if (names.some((each) => each === name)) throw new TypeError('broken');
    return env.COORDINATOR.getByName(name);
  };
  return cron({ COORDINATOR: { getByName } });
}

/** Hours in which the cron does not reach some of them. */
async function passWithout(hours: number, ...names: readonly Service[]): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    await moveTo(Date.now() + HOUR - SPREAD);
    await cronWithout(...names);
    await ringUntil(Date.now() + SPREAD);
    await moveTo(Date.now() + SPREAD);
  }
}

test('views that the caller has are not sent again, until one of them changes', async () => {
  const first = await board().read({ known: null, withChangesOf: undefined });
  const again = await board().read({ known: first.revision, withChangesOf: undefined });
  expect(again).toEqual({ revision: first.revision, views: null, deployments: [] });
});

describe('the heartbeat', () => {
  test('is called once after each whole round, and not before it is whole', async () => {
    await makeAllGood();
    await cron();
    const last = Math.max(
      ...(await Promise.all(NAMES.map(async (name) => (await alarmOf(coordinator(name))) ?? 0))),
    );
    await ringUntil(last);
    expect(await pings()).toEqual([]);
    await ringUntil(last + 1);
    expect(await pings()).toEqual([last]);
    await pass(2 * HOUR + 30 * MINUTE);
    expect(await pings()).toHaveLength(3);
  });

  test('counts looks that could not find out', async () => {
    await makeAllGood();
    await stage('breakCloud', { kind: 'html' });
    await pass(HOUR);
    expect(await pings()).toHaveLength(1);
  });

  test('is not called while a service is not looked at, which the log says', async () => {
    const error = vi.spyOn(console, 'error');
    await makeAllGood();
    await passWithout(1);
    expect(await pings()).toHaveLength(1);
    await passWithout(3, 'hangs', 'kept');
    expect(await pings()).toHaveLength(1);
    expect(error).toHaveBeenCalledWith({
      event: 'round-incomplete',
      count: 2,
      services: 'hangs, kept',
    });
    await passWithout(2);
    expect(await pings()).toHaveLength(3);
  });

  test('that is not taken is called again a minute later, and the log does not show its URL', async () => {
    const warn = vi.spyOn(console, 'warn');
    await makeAllGood();
    await stage('breakHeartbeat', 503, 1);
    await pass(16 * MINUTE);
    expect(await pings()).toEqual([]);
    await pass(2 * MINUTE);
    expect(await pings()).toHaveLength(1);
    expect(warn).toHaveBeenCalledWith({
      event: 'heartbeat-failed',
      reason: 'HTTP 503',
      again: expect.stringMatching(/^2099-01-15T12:16:/),
    });
    expect(JSON.stringify(warn.mock.calls)).not.toContain(inject('watchStage').heartbeat);
  });

  test('is given up after three calls, until the next round', async () => {
    const warn = vi.spyOn(console, 'warn');
    await makeAllGood();
    await stage('breakHeartbeat', 404, 3);
    await pass(HOUR);
    expect(await pings()).toEqual([]);
    const failures = warn.mock.calls.filter(([event]) => event.event === 'heartbeat-failed');
    expect(failures).toHaveLength(3);
    expect(failures.at(-1)).toEqual([{ event: 'heartbeat-failed', reason: 'HTTP 404' }]);
    expect(await alarmOf(board())).toBeNull();
    await pass(HOUR);
    expect(await pings()).toHaveLength(1);
  });

  test('whose alarm was lost is called with the next look', async () => {
    await makeAllGood();
    await stage('breakHeartbeat', 503, 1);
    await pass(16 * MINUTE);
    await runInDurableObject(board(), (_, { storage }) => storage.deleteAlarm());
    await pass(40 * MINUTE);
    expect(await pings()).toEqual([]);
    await coordinator('good').look('good');
    await ringUntil(Date.now() + 1);
    expect(await pings()).toHaveLength(1);
  });

  test('is called after a restart', async () => {
    await makeAllGood();
    await stage('breakHeartbeat', 503, 1);
    await pass(16 * MINUTE);
    await abortAllDurableObjects();
    await pass(3 * MINUTE);
    expect(await pings()).toHaveLength(1);
  });
});

describe('the board', () => {
  test('that is asked before any look has nothing, and leaves no database behind', async () => {
    expect(await readBoard()).toEqual([]);
    const tables = await runInDurableObject(board(), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'views'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  test('gives the changes of the service that is named, and no others', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await addBackup('hangs', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    const changesOf = (views: readonly ServiceView[]) =>
      views.filter(({ changes }) => changes.length > 0).map(({ name }) => name);
    expect(changesOf(await readBoard('fails'))).toEqual(['fails']);
    expect(changesOf(await readBoard())).toEqual([]);
  });

  test('is what the status page shows', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    const show = async (path: string) => {
      const url = `https://backup-gate.example/status/${STATUS_TOKEN}${path}`;
      const request = new Request<unknown, IncomingRequestCfProperties>(url);
      const answer = await worker.fetch(request, { ...env }, createExecutionContext());
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const { services } = JSON.parse(await show('/status.json'));
    expect(services).toMatchObject([
      { name: 'good', verdict: 'pass' },
      { name: 'fails', verdict: 'block', message: expect.stringContaining('last backup failed') },
      ...['hangs', 'kept', 'paused'].map((name) => ({ name, verdict: 'pass' })),
    ]);
    expect(await show('')).toContain('fails');
    await pass(HOUR);
    await moveTo(Date.now() + 3 * HOUR);
    expect(JSON.parse(await show('/status.json')).services).toMatchObject(
      NAMES.map(() => ({ verdict: 'unknown' })),
    );
  });

  test('keeps what it knows over a restart', async () => {
    await makeAllGood();
    await pass(HOUR);
    const before = await readBoard();
    await abortAllDurableObjects();
    expect(await readBoard()).toEqual(before);
    expect(before).toHaveLength(NAMES.length);
  });

  test('takes nothing of a service that is not in the configuration', async () => {
    await makeAllGood();
    await pass(HOUR);
    await board().report({ ...(await viewOf('good')), name: 'stranger' });
    expect(await readBoard()).toHaveLength(NAMES.length);
  });

  test('forgets a service that has left the configuration', async () => {
    await makeAllGood();
    await pass(HOUR);
    const names = () =>
      runInDurableObject(board(), (_, { storage }) =>
        storage.sql
          .exec<{ name: string }>('SELECT name FROM views')
          .toArray()
          .map(({ name }) => name),
      );
    const view = { ...(await viewOf('good')), name: 'gone' };
    await runInDurableObject(board(), (_, { storage }) => {
      const stored = JSON.stringify({ version: 1, view });
      storage.sql.exec("INSERT INTO views VALUES ('gone', ?)", stored);
    });
    await abortAllDurableObjects();
    expect(await names()).toContain('gone');
    expect(await readBoard()).toHaveLength(NAMES.length);
    await coordinator('good').look('good');
    expect((await names()).toSorted()).toEqual(NAMES.toSorted());
  });

  test('leaves out what it cannot read, says so, and has it again after the next look', async () => {
    const error = vi.spyOn(console, 'error');
    await makeAllGood();
    await pass(HOUR);
    await runInDurableObject(board(), (_, { storage }) => {
      storage.sql.exec("UPDATE views SET view = '{}' WHERE name = 'good'");
    });
    await abortAllDurableObjects();
    expect(await readBoard()).toHaveLength(NAMES.length - 1);
    expect(error).toHaveBeenCalledWith({ event: 'record-unreadable', what: 'view', count: 1 });
    await coordinator('good').look('good');
    expect(await readBoard()).toHaveLength(NAMES.length);
  });

  test('that did not answer is told again a minute later', async () => {
    await makeAllGood();
    await cron();
    await runInDurableObject(board(), (_, { storage }) => {
      const { sql } = storage;
      const exec = sql.exec.bind(sql);
      let refuses = true;
      sql.exec = <Row extends Record<string, SqlStorageValue>>(
        query: string,
        ...rest: unknown[]
      ) => {
        if (!refuses || !query.includes('INTO views')) return exec<Row>(query, ...rest);
        refuses = false;
        throw new TypeError('broken');
      };
    });
    const first = Math.min(
      ...(await Promise.all(NAMES.map(async (name) => (await alarmOf(coordinator(name))) ?? 0))),
    );
    await ringUntil(first + 1);
    expect(await readBoard()).toEqual([]);
    await ringUntil(first + MINUTE + 1);
    const views = await readBoard();
    expect(views.some(({ lookedAt }: { lookedAt: number }) => lookedAt === first)).toBe(true);
    await runDurableObjectAlarm(board());
    expect(first).toBeGreaterThan(START);
  });
});
