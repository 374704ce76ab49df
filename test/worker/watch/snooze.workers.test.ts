import { abortAllDurableObjects } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../shared/domain/instant.ts';
import type { Snooze } from '../../../worker/watch/watch-record.ts';
import {
  addBackup,
  coordinator,
  describeVerdicts,
  makeAllGood,
  pass,
  stage,
  START,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';

useWatchStage();

let orders = 0;

function snooze(forMs: number | null, id = `order ${(orders += 1)}`): Promise<Snooze | null> {
  return coordinator('fails').snooze('fails', { id, forMs, who: 'U1', why: 'migration `runs`' });
}

const told = async () => describeVerdicts((await stage('look')).all);

async function breakBackups(): Promise<void> {
  await makeAllGood();
  await pass(HOUR);
  await addBackup('fails', Date.now(), { status: 'Failed' });
}

describe('while a service is snoozed', () => {
  test('nothing is told, its verdict is what it is, and the board shows the snooze', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    expect(await viewOf('fails')).toMatchObject({
      verdict: 'pass',
      snooze: { until: START + 5 * HOUR, who: 'U1', why: 'migration `runs`' },
    });
    await pass(3 * HOUR);
    expect(await told()).toEqual([]);
    expect(await viewOf('fails')).toMatchObject({
      verdict: 'block',
      snooze: { until: START + 5 * HOUR },
      changes: [
        { kind: 'opened', verdict: 'block' },
        {
          kind: 'snoozed',
          verdict: 'pass',
          message: expect.stringMatching(/by \ue000U1\ue001: \ue000migration `runs`\ue001$/),
        },
      ],
    });
  });

  test('it ends by itself, and what is still bad is told once', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    await pass(8 * HOUR);
    expect(await told()).toEqual(['fails opened block']);
    expect(await viewOf('fails')).toMatchObject({
      snooze: null,
      changes: [{ kind: 'snooze-ended', at: START + 5 * HOUR }, {}, {}],
    });
  });

  test('what came and went is never told', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    await pass(HOUR);
    await addBackup('fails', Date.now());
    await pass(8 * HOUR);
    expect(await told()).toEqual([]);
    const { changes } = await viewOf('fails');
    expect(changes.map(({ kind }) => kind)).toEqual([
      'snooze-ended',
      'recovered',
      'opened',
      'snoozed',
    ]);
  });

  test('others are told of as before', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    await addBackup('hangs', Date.now(), { status: 'Failed' });
    await pass(HOUR);
    expect(await told()).toEqual(['hangs opened block']);
  });

  test('outcomes of backups that somebody asked for are told', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    await coordinator('fails').accept({
      service: 'fails',
      type: 'dump',
      isTypeGiven: true,
      mustBeNew: false,
      requester: { via: 'webhook', details: {}, label: [], replyTo: null },
      deliveries: ['1'],
    });
    await pass(HOUR);
    const { all } = await stage('look');
    expect(all.map(({ body }) => body.type)).toEqual(['run.ended']);
  });

  test('a restart changes nothing', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    await abortAllDurableObjects();
    await pass(3 * HOUR);
    expect(await told()).toEqual([]);
  });
});

describe('a snooze', () => {
  test('is ended early, with who did it', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    expect(await snooze(null)).toBeNull();
    expect(await viewOf('fails')).toMatchObject({
      snooze: null,
      changes: [{ kind: 'snooze-ended', message: 'Snooze ended early by \ue000U1\ue001' }, {}],
    });
    await pass(HOUR);
    expect(await told()).toEqual(['fails opened block']);
  });

  test('is replaced by a later one', async () => {
    await breakBackups();
    await snooze(4 * HOUR);
    expect(await snooze(HOUR)).toMatchObject({ until: START + 2 * HOUR });
  });

  test('that is ordered again by the same command or click is the one it was', async () => {
    await breakBackups();
    await snooze(4 * HOUR, 'slack:1.2');
    await pass(HOUR);
    expect(await snooze(4 * HOUR, 'slack:1.2')).toMatchObject({ until: START + 5 * HOUR });
    const { changes } = await viewOf('fails');
    expect(changes.filter(({ kind }) => kind === 'snoozed')).toHaveLength(1);
  });

  test('lasts no longer than 7 days, whoever orders it', async () => {
    await breakBackups();
    expect(await snooze(30 * DAY)).toMatchObject({ until: START + HOUR + 7 * DAY });
  });

  test('before the first look is kept', async () => {
    await makeAllGood();
    await snooze(4 * HOUR);
    await addBackup('fails', START - HOUR, { status: 'Failed' });
    await pass(2 * HOUR);
    expect(await told()).toEqual([]);
    expect(await viewOf('fails')).toMatchObject({ snooze: { who: 'U1' } });
  });

  test('of a service that is not snoozed ends nothing', async () => {
    await breakBackups();
    expect(await snooze(null)).toBeNull();
    expect(await viewOf('fails')).toMatchObject({ changes: [] });
  });
});
