import { describe, expect, test } from 'vitest';
import { readStoredRun } from '../../../worker/coordinator/stored-run.ts';
import { githubRequester } from '../../../worker/entrances/github/requester.ts';
import { slackRequester } from '../../../worker/entrances/slack/requester.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import { acceptedRun } from './run-record.ts';

const ANNA = {
  team: 'T1',
  channel: 'C1',
  user: 'U1',
  responseUrl: 'https://hooks.slack.com/commands/T1/1/x',
};

/** A record as the ledger had it before records had a version: of a run that waits for its backup. */
const FIRST = {
  id: 'prod.0123456789abcdef0123456789abcdef',
  service: 'prod',
  type: 'full',
  state: 'running',
  requestedBy: [
    { via: 'slack', ...ANNA, urlDiesAt: 1_768_480_200_000 },
    { via: 'github', event: 'deployment', repository: 'acme/shop' },
    { via: 'webhook', reason: null },
  ],
  acceptedAt: 1_768_478_400_000,
  startedAt: 1_768_478_402_000,
  finishedAt: null,
  backup: {
    id: 'b2',
    type: 'full',
    status: 'running',
    statusText: 'Running',
    startedAt: 1_768_478_405_000,
    endedAt: null,
    recoveryPoint: 1_768_478_405_000,
    sizeBytes: null,
    sizeText: null,
    fullBackupId: null,
    detail: null,
    failedRows: null,
  },
  message: null,
  undelivered: [],
  progress: {
    order: {
      service: 'dbtgf28044362',
      type: 'full',
      known: { ids: ['b1'], newestStart: 1_768_400_000_000 },
      listedSchedules: [
        {
          id: '199',
          type: 'full',
          kind: 'one-time',
          cron: null,
          suspended: false,
          createdAt: 1_768_400_000_000,
          updatedAt: null,
        },
      ],
    },
    sendingSince: null,
    sends: 1,
    accepted: false,
    request: {
      service: 'dbtgf28044362',
      type: 'full',
      handle: '200',
      known: { ids: ['b1'], newestStart: 1_768_400_000_000 },
    },
    looks: 3,
    lastTriedAt: 1_768_478_430_000,
    notBefore: 1_768_478_490_000,
  },
};

const read = (record: unknown) => readStoredRun(JSON.stringify(record));

describe('a record of this version', () => {
  test('is read as it was written', () => {
    expect(read(acceptedRun())).toEqual(acceptedRun());
  });
});

describe('a record from before records had a version', () => {
  test('goes on where it was', () => {
    const ours = (at: number) => ({ at, clock: 'ours' });
    expect(read(FIRST)).toEqual({
      ...FIRST,
      backup: { ...FIRST.backup, succeededRows: null },
      requestedBy: [
        slackRequester(ANNA, 1_768_480_200_000),
        githubRequester({ event: 'deployment', repository: 'acme/shop' }),
        webhookRequester(null),
      ],
      version: 2,
      target: 'dbtgf28044362',
      progress: {
        before: { backupIds: ['b1'], scheduleIds: ['199'], cut: false },
        sends: 1,
        sending: null,
        found: { handle: '200', requestedAt: ours(FIRST.startedAt) },
        looks: 3,
        lastTriedAt: FIRST.progress.lastTriedAt,
        pause: { from: FIRST.progress.lastTriedAt, ms: 60_000 },
        refusedSince: null,
        clockOffsetMs: null,
      },
    });
  });

  test('whose request was about to be sent is looked for before it is sent again', () => {
    const sendingSince = FIRST.acceptedAt + 1000;
    const progress = { ...FIRST.progress, request: null, sendingSince };
    const requestedAt = { at: sendingSince, clock: 'ours' };
    expect(read({ ...FIRST, state: 'requesting', progress })?.progress).toMatchObject({
      found: null,
      sending: { since: sendingSince, requestedAt, taken: false },
    });
  });

  test('that had not begun does not know its database yet', () => {
    const progress = { ...FIRST.progress, order: null, request: null, sends: 0 };
    const run = read({ ...FIRST, state: 'accepted', startedAt: null, progress });
    expect(run).toMatchObject({ target: '', progress: { before: null, sends: 0 } });
  });

  test('that has ended drops what was listed before it', () => {
    const ended = { ...FIRST, state: 'succeeded', finishedAt: FIRST.acceptedAt + 60_000 };
    expect(read(ended)?.progress.before).toBeNull();
  });

  test('with more than a row can hold is cut', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `b${index}`);
    const order = { ...FIRST.progress.order, known: { ids, newestStart: 0 } };
    const run = read({ ...FIRST, progress: { ...FIRST.progress, order } });
    expect(run?.progress.before).toMatchObject({ cut: true });
    expect(JSON.stringify(run).length).toBeLessThan(64_000);
  });
});

test.each(['', '{', 'null', '[]', '{}', JSON.stringify({ ...FIRST, state: 'lost' })])(
  'a record that cannot be read is not guessed at: %s',
  (text) => {
    expect(readStoredRun(text)).toBeNull();
  },
);

test('a record of a later version is not read as one of this', () => {
  expect(read({ ...acceptedRun(), version: 3 })).toBeNull();
});
