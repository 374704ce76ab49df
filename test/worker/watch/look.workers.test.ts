import { env } from 'cloudflare:workers';
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { offsetOf } from '../../../worker/watch/due.ts';
import {
  addBackup,
  addNightly,
  alarmOf,
  coordinator,
  cron,
  describeVerdicts,
  makeAllGood,
  moveTo,
  pass,
  ringUntil,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';
import { NAMES, SERVICES } from './watch-stage-protocol.ts';

useWatchStage();

/** How often the provider was asked for the backups of a service. */
async function looksAt(name: keyof typeof SERVICES): Promise<number> {
  const { asked } = await stage('look');
  return asked.filter((each) => each === `GET /skybackup/v1/backups?${SERVICES[name]}`).length;
}

describe('a cron', () => {
  test('asks the provider nothing itself: each service is looked at by its own alarm', async () => {
    await makeAllGood();
    await cron();
    expect((await stage('look')).asked).toEqual([]);
    expect(await alarmOf(coordinator('good'))).toBe(START + offsetOf('good'));
    expect(await alarmOf(coordinator('fails'))).toBe(START + offsetOf('fails'));
    expect(offsetOf('good')).not.toBe(offsetOf('fails'));
  });

  test('that comes again while a look is planned changes nothing', async () => {
    await makeAllGood();
    await cron();
    await moveTo(START + SECOND);
    await cron();
    expect(await alarmOf(coordinator('good'))).toBe(START + offsetOf('good'));
  });

  test('has every service looked at once in its period', async () => {
    await makeAllGood();
    await pass(3 * HOUR + 10 * MINUTE);
    for (const name of NAMES) {
      expect(await looksAt(name)).toBe(3);
    }
  });

  test('leaves what was found on the board', async () => {
    await makeAllGood();
    await addBackup('good', START - 34 * HOUR, { status: 'Failed', storage_bytes: null });
    await pass(HOUR);
    expect(await viewOf('good')).toEqual({
      name: 'good',
      provider: 'mariadb-cloud',
      service: SERVICES.good,
      verdict: 'pass',
      cause: null,
      reasons: [],
      message: 'last good backup 15 Jan 02:00 UTC; next due 16 Jan 02:00 UTC',
      findings: [],
      recoveryPoint: START - 10 * HOUR,
      nextDue: START + 14 * HOUR,
      latestSizeBytes: 5_000_000,
      schedule: '\ue0020 2 * * *\ue003 UTC, \ue000full\ue001',
      lookedAt: START + 15 * MINUTE + offsetOf('good'),
      snooze: null,
      history: [
        { startedAt: START - 34 * HOUR, sizeBytes: null, durationMs: 10 * MINUTE, good: false },
        { startedAt: START - 10 * HOUR, sizeBytes: 5_000_000, durationMs: 10 * MINUTE, good: true },
      ],
      runs: [],
      runsTotal: { succeeded: 0, failed: 0, timedOut: 0 },
      changes: [],
    });
  });
});

describe('what a look finds', () => {
  test('is told once when it is bad, and once when it is good again', async () => {
    await makeAllGood();
    await pass(2 * HOUR);
    await addBackup('fails', START + HOUR, { status: 'Failed' });
    await pass(5 * HOUR);
    await addBackup('fails', START + 6 * HOUR);
    await pass(5 * HOUR);
    const { all, failure } = await stage('look');
    expect(describeVerdicts(all)).toEqual(['fails opened block', 'fails recovered pass']);
    expect(describeVerdicts(failure)).toEqual(describeVerdicts(all));
    const { changes } = await viewOf('fails');
    expect(changes).toMatchObject([
      { kind: 'recovered', verdict: 'pass' },
      { kind: 'opened', verdict: 'block', message: expect.stringContaining('failed') },
    ]);
  });

  test('says what was found, and what to do', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    const [told] = (await stage('look')).all;
    expect(told?.body).toMatchObject({ type: 'verdict.changed', data: { service: 'fails' } });
    const text = JSON.stringify(told?.body.data);
    expect(text).toContain('/backup fails');
    expect(text).toContain('latest-backup-failed');
  });

  test('of a warning is for those who want all', async () => {
    await makeAllGood();
    await stage('changeSchedules', 'fails', { suspended: true });
    await pass(HOUR);
    await stage('changeSchedules', 'fails', { suspended: false });
    await pass(HOUR);
    const { all, failure } = await stage('look');
    expect(describeVerdicts(all)).toEqual(['fails opened warn', 'fails recovered pass']);
    expect(failure).toEqual([]);
  });

  test('of what once blocked is told to the end, also to those who hear of failures only', async () => {
    await makeAllGood();
    await stage('changeSchedules', 'fails', { suspended: true });
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    await addBackup('fails', START + HOUR);
    // A block gets better at the second warning in a row.
    await pass(2 * HOUR);
    await stage('changeSchedules', 'fails', { suspended: false });
    await pass(HOUR);
    const { failure } = await stage('look');
    expect(describeVerdicts(failure)).toEqual([
      'fails opened block',
      'fails better warn',
      'fails recovered pass',
    ]);
  });
});

describe('a provider that does not answer', () => {
  // A proxy in between: unlike a status of 503 it is not asked again at once, which takes its time.
  const down = { kind: 'html' } as const;

  test('for one look is no incident, and the page still says what is known', async () => {
    await makeAllGood();
    await pass(HOUR);
    await stage('breakCloud', down);
    await pass(HOUR);
    expect(await viewOf('good')).toMatchObject({
      verdict: 'block',
      cause: 'unknown',
      reasons: ['evidence-unavailable'],
      recoveryPoint: START - 10 * HOUR,
      latestSizeBytes: 5_000_000,
      nextDue: START + 14 * HOUR,
      history: [{ good: true }],
    });
    await stage('mendCloud');
    await pass(HOUR);
    expect((await stage('look')).all).toEqual([]);
    expect(await viewOf('good')).toMatchObject({ verdict: 'pass', changes: [] });
  });

  test('for two looks is one', async () => {
    await makeAllGood();
    await stage('breakCloud', down, 'good');
    await pass(3 * HOUR);
    await stage('mendCloud');
    await pass(HOUR);
    expect(describeVerdicts((await stage('look')).all)).toEqual([
      'good opened block',
      'good recovered pass',
    ]);
  });

  test('closes no incident', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    await stage('breakCloud', down);
    await pass(5 * HOUR);
    await stage('mendCloud');
    await pass(HOUR);
    const verdicts = describeVerdicts((await stage('look')).all);
    expect(verdicts.filter((each) => each.startsWith('fails'))).toEqual(['fails opened block']);
  });
});

describe('a lost alarm', () => {
  test('of a planned look is found by the next cron', async () => {
    await makeAllGood();
    await cron();
    await runInDurableObject(coordinator('good'), (_, { storage }) => storage.deleteAlarm());
    await pass(14 * MINUTE);
    expect(await looksAt('good')).toBe(0);
    await pass(3 * MINUTE);
    expect(await looksAt('good')).toBe(1);
  });

  test('that was not rung is set again', async () => {
    await makeAllGood();
    await cron();
    await moveTo(START + 15 * MINUTE);
    await cron();
    await ringUntil(START + 16 * MINUTE);
    expect(await looksAt('good')).toBe(1);
  });
});

describe('a restart', () => {
  test('between the cron and the look loses nothing', async () => {
    await makeAllGood();
    await cron();
    await abortAllDurableObjects();
    await ringUntil(START + 3 * MINUTE);
    expect(await looksAt('good')).toBe(1);
  });

  test('in the middle of a look has it taken again', async () => {
    await makeAllGood();
    await cron();
    await stage('breakCloud', { kind: 'hang' }, 'good');
    await moveTo(START + offsetOf('good'));
    await runDurableObjectAlarm(coordinator('good'));
    await abortAllDurableObjects();
    await stage('mendCloud');
    await ringUntil(START + 5 * MINUTE);
    expect(await viewOf('good')).toMatchObject({ verdict: 'pass' });
  });

  test('tells nothing twice', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(HOUR);
    await abortAllDurableObjects();
    await pass(3 * HOUR);
    expect(describeVerdicts((await stage('look')).all)).toEqual(['fails opened block']);
  });
});

describe('a look that cannot be taken', () => {
  test('because it breaks is taken after the next cron, and the log says so', async () => {
    const error = vi.spyOn(console, 'error');
    await makeAllGood();
    await cron();
    await runInDurableObject(coordinator('good'), (_, { storage }) => {
      const { sql } = storage;
      const exec = sql.exec.bind(sql);
      let breaks = true;
      sql.exec = <Row extends Record<string, SqlStorageValue>>(
        query: string,
        ...rest: unknown[]
      ) => {
        if (
          breaks &&
          query.includes('watch') &&
          String(rest[0]).includes('"verdict":"pass","cause"')
        ) {
          breaks = false;
          throw new TypeError('broken');
        }
        return exec<Row>(query, ...rest);
      };
    });
    await ringUntil(START + 5 * MINUTE);
    expect(error).toHaveBeenCalledWith({ event: 'alarm-broke', error: 'TypeError' });
    expect(await looksAt('good')).toBe(1);
    await pass(20 * MINUTE);
    expect(await looksAt('good')).toBe(2);
    expect(await viewOf('good')).toMatchObject({ verdict: 'pass' });
  });

  test('because its service has left the configuration is dropped', async () => {
    await makeAllGood();
    await cron();
    const gone = () => env.COORDINATOR.getByName('gone');
    const record = await runInDurableObject(coordinator('good'), (_, { storage }) =>
      storage.sql.exec<{ record: string }>('SELECT record FROM watch').one(),
    );
    await gone().wake('good');
    await runInDurableObject(gone(), (_, { storage }) => {
      const stored = { ...JSON.parse(record.record), name: 'gone' };
      storage.sql.exec('UPDATE watch SET record = ?', JSON.stringify(stored));
    });
    await abortAllDurableObjects();
    await moveTo(START + 3 * MINUTE);
    expect(await runDurableObjectAlarm(gone())).toBe(true);
    expect(await alarmOf(gone())).toBeNull();
    expect((await stage('look')).asked).toEqual([]);
  });
});

describe('what is stored of the watch', () => {
  test('and cannot be read is replaced and logged: a service does not go unwatched', async () => {
    const error = vi.spyOn(console, 'error');
    await makeAllGood();
    await pass(HOUR);
    await runInDurableObject(coordinator('good'), (_, { storage }) => {
      storage.sql.exec('UPDATE watch SET record = ?', JSON.stringify({ version: 7 }));
    });
    await abortAllDurableObjects();
    await pass(HOUR);
    expect(error).toHaveBeenCalledWith({ event: 'record-unreadable', what: 'watch', count: 1 });
    expect(await viewOf('good')).toMatchObject({ lookedAt: expect.any(Number), verdict: 'pass' });
    expect(await looksAt('good')).toBe(2);
  });

  test('of changes goes after 90 days, also where nobody looks any more', async () => {
    await makeAllGood();
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(20 * MINUTE);
    const countChanges = () =>
      runInDurableObject(
        coordinator('fails'),
        (_, { storage }) => storage.sql.exec('SELECT id FROM changes').toArray().length,
      );
    const at = await alarmOf(coordinator('fails'));
    expect(at).toBe(START + 15 * MINUTE + offsetOf('fails') + 90 * DAY);
    await moveTo((at ?? 0) - 1);
    await runDurableObjectAlarm(coordinator('fails'));
    expect(await countChanges()).toBe(1);
    await moveTo(at ?? 0);
    await runDurableObjectAlarm(coordinator('fails'));
    expect(await countChanges()).toBe(0);
    expect(await alarmOf(coordinator('fails'))).toBeNull();
  });
});

describe('the runs of a service', () => {
  test('are on its board as soon as they end, and are counted', async () => {
    await addNightly('good');
    await addBackup('good', START - 10 * HOUR);
    const ask = (id: string, type: 'full' | 'dump') =>
      coordinator('good').accept({
        service: 'good',
        type,
        isTypeGiven: true,
        mustBeNew: false,
        requester: { via: 'webhook', details: {}, label: [], replyTo: null },
        deliveries: [id],
      });
    // One from before the watch looked for the first time.
    await ask('1', 'full');
    await ringUntil(START + 10 * MINUTE);
    await pass(HOUR);
    expect(await viewOf('good')).toMatchObject({
      runsTotal: { succeeded: 1 },
      runs: [{ type: 'full' }],
    });
    await ask('2', 'dump');
    await ringUntil(Date.now() + 10 * MINUTE);
    expect(await viewOf('good')).toMatchObject({
      runsTotal: { succeeded: 2, failed: 0, timedOut: 0 },
      runs: [
        { type: 'dump', state: 'succeeded' },
        { type: 'full', state: 'succeeded' },
      ],
    });
  });
});

test('a look that somebody asks for is stored and told like any other', async () => {
  await makeAllGood();
  await addBackup('fails', START - HOUR, { status: 'Failed' });
  const [one, other] = await Promise.all([
    coordinator('fails').look('fails'),
    coordinator('fails').look('fails'),
  ]);
  expect([one, other]).toMatchObject([{ verdict: 'block' }, { verdict: 'block' }]);
  expect(await looksAt('fails')).toBe(1);
  await ringUntil(START + MINUTE);
  expect(describeVerdicts((await stage('look')).all)).toEqual(['fails opened block']);
  expect(await viewOf('fails')).toMatchObject({ verdict: 'block', lookedAt: START });
});
