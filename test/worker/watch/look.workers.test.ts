import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import {
  addBackup,
  describeVerdicts,
  makeAllGood,
  pass,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';

useWatchStage();

describe('a cron', () => {
  test('has every service looked at, and the board has what was found', async () => {
    await makeAllGood();
    await pass(HOUR);
    expect(await viewOf('good')).toMatchObject({
      name: 'good',
      provider: 'mariadb-cloud',
      verdict: 'pass',
      cause: null,
      recoveryPoint: START - 10 * HOUR,
      nextDue: START + 14 * HOUR,
      latestSizeBytes: 5_000_000,
    });
    expect((await stage('look')).all).toEqual([]);
  });

  test('a failure is told once, and its end once', async () => {
    await makeAllGood();
    await pass(2 * HOUR);
    await addBackup('fails', START + HOUR, { status: 'Failed' });
    await pass(5 * HOUR);
    await addBackup('fails', START + 6 * HOUR);
    await pass(5 * HOUR);
    const { all } = await stage('look');
    expect(describeVerdicts(all)).toEqual(['fails opened block', 'fails recovered pass']);
    expect(MINUTE).toBe(60_000);
  });
});
