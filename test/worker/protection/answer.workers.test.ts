import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import {
  addBackup,
  deploy,
  deploymentOf,
  makeAllGood,
  pass,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { type } from './slack.workers.ts';

useProtectionStage();

describe('a deployment that waits', () => {
  test('is approved where the backups are good, with the recovery point', async () => {
    await makeAllGood();
    const id = await deploy();
    await pass(0);
    expect(await deploymentOf(id)).toMatchObject({
      state: 'approved',
      reports: [],
      late: [],
      reviews: [
        {
          state: 'approved',
          at: START,
          comment: '✅ `prod`: Deploy allowed: last good backup 15 Jan 02:00 UTC, 10h ago',
        },
      ],
    });
  });

  test('is rejected where they are not, with code, number, remedy and how to run again', async () => {
    await makeAllGood();
    await addBackup('prod', START - HOUR, { status: 'Failed' });
    const id = await deploy();
    await pass(0);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('rejected');
    const [{ comment } = { comment: '' }] = reviews;
    expect(comment).toContain('`latest-backup-failed`');
    expect(comment).toContain('15 Jan 11:00 UTC');
    expect(comment).toContain('`/backup prod`');
    expect(comment).toMatch(/Then run it again: `Re-run failed jobs` of this workflow run\.$/);
    expect(comment.length).toBeLessThanOrEqual(1024);
  });

  test('is held where the entry says so, and goes on when a backup is there', async () => {
    await makeAllGood();
    await addBackup('archive', START - HOUR, { status: 'Failed' });
    const id = await deploy('staging');
    await pass(20 * MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
    await addBackup('archive', Date.now());
    await pass(15 * MINUTE);
    const { state, reports, reviews } = await deploymentOf(id);
    expect(state).toBe('approved');
    expect(reports.map(({ at }) => at - START)).toHaveLength(3);
    expect(reviews).toHaveLength(1);
  });

  test('that is held goes on when a backup that somebody asked for has succeeded', async () => {
    await makeAllGood();
    await addBackup('prod', START - HOUR, { status: 'Failed' });
    const id = await deploy('staging');
    await pass(20 * MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting' });
    await type('U1', 'prod');
    await pass(2 * MINUTE);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('approved');
    const [{ comment } = { comment: '' }] = reviews;
    expect(comment).toContain('✅ `prod`: Deploy allowed');
  });

  test('is rejected where no entry names its environment, with the line to add', async () => {
    await makeAllGood();
    const id = await deploy('qa');
    await pass(0);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('rejected');
    expect(reviews[0]?.comment).toContain(
      '`{"repository":"acme/shop","environment":"qa","services":["…"]}`',
    );
  });

  test('in a repository that no entry names is rejected too', async () => {
    const id = await deploy('production', { repository: 'acme/other' });
    await pass(0);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('rejected');
    expect(reviews[0]?.comment).toContain('"repository":"acme/other"');
  });

  test('is approved with the warning where the backups only warn', async () => {
    await makeAllGood();
    await stage('breakCloud', { kind: 'html' });
    const id = await deploy('preview');
    await pass(0);
    const { state, reviews } = await deploymentOf(id);
    expect(state).toBe('approved');
    const [{ comment } = { comment: '' }] = reviews;
    expect(comment).toMatch(/^⚠️ `lenient`: Deploy allowed, with a warning: /);
    expect(comment).toContain('`evidence-unavailable`');
  });

  test('is judged by names without case, as GitHub compares them', async () => {
    await makeAllGood();
    const id = await deploy('Production');
    await pass(0);
    expect(await deploymentOf(id)).toMatchObject({ state: 'approved' });
  });

  test('again, when its failed jobs are run again, is judged anew', async () => {
    await makeAllGood();
    await addBackup('prod', START - HOUR, { status: 'Failed' });
    const runId = '3999';
    const first = await deploy('production', { runId });
    await pass(MINUTE);
    await addBackup('prod', Date.now());
    await pass(15 * MINUTE);
    const second = await deploy('production', { runId });
    await pass(0);
    expect([(await deploymentOf(first)).state, (await deploymentOf(second)).state]).toEqual([
      'rejected',
      'approved',
    ]);
  });

  test('asks for a token of least rights, once for several', async () => {
    await makeAllGood();
    await deploy();
    await pass(0);
    await deploy();
    await pass(0);
    const { tokenRequests } = await stage('look');
    expect(tokenRequests).toEqual([
      { repository_ids: [1001], permissions: { deployments: 'write' } },
    ]);
  });
});
