import { abortAllDurableObjects } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { renderMarked } from '../../../shared/report/medium.ts';
import {
  addBackup,
  addNightly,
  describeVerdicts,
  pass,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';

useWatchStage();

/** `kept` has `"schedule": "0 2 * * *"` in the configuration. */
async function look() {
  const { all, failure, schedules, asked } = await stage('look');
  const about = all.filter(({ body: { data } }) => data['service'] === 'kept');
  return {
    told: about
      .filter(({ body }) => body.type === 'schedule.changed')
      .map(({ body: { data } }) =>
        [data['change'], data['before'], data['after']].join(' | ').replaceAll('"', ''),
      ),
    verdicts: describeVerdicts(about),
    failure: failure.filter(({ body }) => body.type === 'schedule.changed'),
    schedules: schedules.kept.map(({ schedule, type, suspended }) => ({
      schedule,
      type,
      suspended,
    })),
    writes: asked.filter((each) => !each.startsWith('GET')),
  };
}

async function history() {
  const { changes } = await viewOf('kept');
  const plain = (text: string) => text;
  return changes.map(({ kind, message }) => ({
    kind,
    message: renderMarked(message, { quote: plain, code: plain }),
  }));
}

const NIGHTLY = { schedule: '0 2 * * *', type: 'full', suspended: false };

describe('a schedule that the configuration names', () => {
  test('is created where there is none, and that is told once', async () => {
    await addBackup('kept', START - 10 * HOUR);
    await pass(3 * HOUR);
    const seen = await look();
    expect(seen.schedules).toEqual([NIGHTLY]);
    expect(seen.told).toEqual(['created |  | 0 2 * * * UTC, full']);
    expect(seen.writes).toEqual(['POST /skybackup/v1/backups/schedules']);
    expect(await history()).toEqual([
      { kind: 'schedule-created', message: 'Schedule created: 0 2 * * * UTC, full' },
    ]);
    expect(await viewOf('kept')).toMatchObject({ verdict: 'pass' });
  });

  test('is told to those who want all, not as a failure', async () => {
    await addBackup('kept', START - 10 * HOUR);
    await pass(HOUR);
    expect((await look()).failure).toEqual([]);
  });

  test('takes the place of one that runs less often, and what was before is told', async () => {
    await addNightly('kept', { schedule: '0 5 * * 0' });
    await addBackup('kept', START - 10 * HOUR);
    await pass(2 * HOUR);
    const seen = await look();
    expect(seen.schedules).toEqual([NIGHTLY]);
    expect(seen.told).toEqual(['updated | 0 5 * * 0 UTC, full | 0 2 * * * UTC, full']);
    expect(await history()).toEqual([
      {
        kind: 'schedule-updated',
        message: 'Schedule updated: 0 5 * * 0 UTC, full → 0 2 * * * UTC, full',
      },
    ]);
  });

  test('is resumed where somebody suspended it', async () => {
    await addNightly('kept');
    await addBackup('kept', START - 10 * HOUR);
    await pass(HOUR);
    await stage('changeSchedules', 'kept', { suspended: true });
    await pass(2 * HOUR);
    const seen = await look();
    expect(seen.schedules).toEqual([NIGHTLY]);
    expect(seen.told).toEqual(['resumed | 0 2 * * * UTC, full, suspended | 0 2 * * * UTC, full']);
    expect(seen.verdicts).toEqual([]);
  });

  test('never makes one rarer: that one is left, and it is said once, also after a restart', async () => {
    await addNightly('kept', { schedule: '0 */6 * * *' });
    await addBackup('kept', START);
    await pass(2 * HOUR);
    await abortAllDurableObjects();
    await pass(2 * HOUR);
    const seen = await look();
    expect(seen.schedules).toEqual([{ ...NIGHTLY, schedule: '0 */6 * * *' }]);
    expect(seen.writes).toEqual([]);
    expect(seen.told).toEqual(['kept | 0 */6 * * * UTC, full | 0 */6 * * * UTC, full']);
    expect(await history()).toEqual([
      {
        kind: 'schedule-kept',
        message: expect.stringContaining('Schedule left as it is: 0 */6 * * * UTC, full.'),
      },
    ]);
    expect((await viewOf('kept')).findings).toMatchObject([{ severity: 'info' }]);
  });

  test('that is as it should be is not written', async () => {
    await addNightly('kept');
    await addBackup('kept', START - 10 * HOUR);
    await pass(3 * HOUR);
    expect(await look()).toMatchObject({ told: [], writes: [], verdicts: [] });
    expect(await history()).toEqual([]);
  });

  test('could be one of two: none is changed, and that is an incident', async () => {
    await addNightly('kept', { schedule: '0 5 * * *' });
    await addNightly('kept', { schedule: '0 6 * * *' });
    await addBackup('kept', START - HOUR);
    await pass(3 * HOUR);
    const seen = await look();
    expect(seen.writes).toEqual([]);
    expect(seen.verdicts).toEqual(['kept opened block']);
    expect(await viewOf('kept')).toMatchObject({
      cause: 'request',
      reasons: ['schedule-ambiguous'],
    });
  });

  test('cannot be written while the list cannot be read', async () => {
    await stage('breakCloud', { kind: 'html' }, 'kept');
    await pass(3 * HOUR);
    expect((await look()).writes).toEqual([]);
  });
});

test('without one in the configuration nothing is ever written', async () => {
  await addNightly('good', { suspended: true });
  await addBackup('good', START - 10 * HOUR);
  await addBackup('kept', START - 10 * HOUR);
  await addNightly('kept');
  await pass(2 * HOUR);
  const { schedules } = await stage('look');
  expect(schedules.good).toMatchObject([{ suspended: true }]);
  expect((await look()).writes).toEqual([]);
  expect(await viewOf('good')).toMatchObject({ verdict: 'warn', reasons: ['schedule-suspended'] });
});
