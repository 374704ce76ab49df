import { expect, test } from 'vitest';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import { runToJson } from '../../../worker/orders/run-json.ts';
import { backup } from '../../shared/domain/evidence-fixture.ts';
import { BY_A_PROGRAM, BY_A_PUSH, BY_ANNA, run } from '../run-fixture.ts';

const young = {
  state: 'accepted',
  startedAt: null,
  finishedAt: null,
  backup: null,
  requestedBy: [],
} as const;

test('what is not known yet is left out', () => {
  expect(runToJson(run(young))).toEqual({
    id: 'prod.00ff',
    service: 'prod',
    type: 'full',
    state: 'accepted',
    requestedBy: [],
    acceptedAt: '2026-01-15T11:55:55Z',
  });
});

test.each([true, false])('whether it was joined (%j) is said where it is asked', (joined) => {
  expect(runToJson(run(young), joined)).toMatchObject({ joined });
});

test('a run that has ended tells when, as which backup, and why', () => {
  const ended = run({
    state: 'failed',
    message: 'the disk\nis full',
    backup: backup({ id: 'b\n7' }),
  });
  expect(runToJson(ended)).toMatchObject({
    state: 'failed',
    startedAt: '2026-01-15T11:56:00Z',
    finishedAt: '2026-01-15T12:00:00Z',
    backupId: 'b 7',
    message: 'the disk is full',
  });
});

test('a backup that is not known by an id has none', () => {
  expect(runToJson(run({ backup: backup({ id: null }) }))).not.toHaveProperty('backupId');
});

test('those who asked are told without their secrets', () => {
  const requestedBy = [BY_ANNA, BY_A_PUSH, webhookRequester('before\nthe release'), BY_A_PROGRAM];
  const json = runToJson(run({ requestedBy }));
  expect(json.requestedBy).toEqual([
    { via: 'slack', team: 'T1', channel: 'C1', user: 'U1' },
    { via: 'github', event: 'push', repository: 'acme/shop' },
    { via: 'webhook', reason: 'before the release' },
    { via: 'webhook' },
  ]);
  expect(JSON.stringify(json)).not.toContain('hooks.slack.com');
});
