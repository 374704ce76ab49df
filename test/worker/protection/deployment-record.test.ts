import { describe, expect, test } from 'vitest';
import { DAY } from '../../../shared/domain/instant.ts';
import {
  type DeploymentRecord,
  idOf,
  newDeployment,
  nextWorkOf,
  readDeployment,
} from '../../../worker/protection/deployment-record.ts';
import { toDeploymentView } from '../../../worker/protection/to-view.ts';
import { afterSending, beforeSending } from '../../../worker/protection/review.ts';
import type { GithubAnswer } from '../../../worker/github/api.ts';
import { NOW } from '../run-fixture.ts';

const request = {
  repository: 'acme/shop',
  repositoryId: 1001,
  installationId: 9,
  environment: 'production',
  runId: '77',
  deploymentId: '5',
  sha: null,
  sender: 'octocat',
  delivery: 'guid',
  bodyHash: 'hash',
};
const waiting = newDeployment(request, NOW);
const decided = {
  ...waiting,
  decision: { state: 'approved', why: 'gate', summary: 'good', comment: 'good', at: NOW },
  sending: { tries: 0, refusals: 0, dueAt: NOW, isUnclear: false },
} as const;

describe('a stored deployment', () => {
  test.each([waiting, decided, { ...decided, sending: null, answer: 'taken' }])(
    'is read as it was: %#',
    (record) => {
      expect(readDeployment(JSON.stringify(record))).toEqual(record);
    },
  );

  test.each(['', '{', 'null', JSON.stringify({ ...waiting, version: 2 })])(
    'that is damaged or of another version is not read: %j',
    (text) => {
      expect(readDeployment(text)).toBeNull();
    },
  );

  test('is known by the body of its event', () => {
    expect(idOf({ ...request, delivery: 'another' })).toBe(idOf(request));
    expect(idOf({ ...request, bodyHash: 'other' })).not.toBe(idOf(request));
  });

  test('has its next look, its next try, or nothing to be done', () => {
    expect(nextWorkOf({ ...waiting, lookAt: NOW + 1 })).toBe(NOW + 1);
    expect(nextWorkOf(decided)).toBe(NOW);
    expect(nextWorkOf({ ...decided, sending: null })).toBeNull();
    expect(toDeploymentView(decided)).toMatchObject({ state: 'approved', isAnswered: false });
  });
});

describe('a decision that is sent', () => {
  const sent = beforeSending(decided, NOW);
  const after = (answer: GithubAnswer, wasUnclear = false) =>
    afterSending(sent, answer, { wasUnclear, now: NOW });
  const refused = { kind: 'refused', status: 422, reason: 'HTTP 422' } as const;

  test('counts as unclear until it is answered, and is due again if nobody answers', () => {
    expect(sent.sending).toEqual({ tries: 1, refusals: 0, dueAt: NOW + 30_000, isUnclear: true });
  });

  test('is settled when GitHub has taken it', () => {
    const done = after({ kind: 'done', status: 204, text: '', next: null });
    expect(done).toMatchObject({ sending: null, answer: 'taken', isReported: false });
  });

  test('three refusals after an unclear try are recorded as what they are', () => {
    expect(refuse(2, refused, true).record.sending).toMatchObject({ refusals: 2, isUnclear: true });
    expect(refuse(3, refused, true).record).toMatchObject({
      sending: null,
      answer: 'HTTP 422 to a repeat: the answer before may have been taken',
    });
  });

  function refuse(count: number, answer: GithubAnswer, wasUnclear = false) {
    let [record, now] = [decided as DeploymentRecord, NOW];
    for (let tries = 0; tries < count; tries += 1) {
      now = record.sending?.dueAt ?? now;
      const before = beforeSending(record, now);
      record = afterSending(before, answer, { wasUnclear, now });
    }
    return { record, afterMs: now - NOW };
  }

  test('and refused is tried for more than a day, and then given up', () => {
    expect(refuse(35, refused).record.sending).toMatchObject({ refusals: 35 });
    const { record, afterMs } = refuse(36, refused);
    expect(record).toMatchObject({ sending: null, answer: 'refused with HTTP 422' });
    expect(afterMs).toBeGreaterThan(DAY);
  });

  test('and refused because nobody waits is tried three times', () => {
    const nobody = { ...refused, reason: 'HTTP 422 (No pending deployment requests)' };
    expect(refuse(2, nobody).record.sending).toMatchObject({ refusals: 2 });
    expect(refuse(3, nobody).record).toMatchObject({
      sending: null,
      answer: 'refused with HTTP 422 (No pending deployment requests)',
    });
  });

  test.each<[GithubAnswer, number, boolean]>([
    [{ kind: 'lost', reason: 'x' }, 5000, true],
    [{ kind: 'passing', status: 502, reason: 'x' }, 5000, true],
    [{ kind: 'passing', status: 0, reason: 'x' }, 5000, false],
    [{ kind: 'passing', status: 403, reason: 'x' }, 60_000, false],
    [{ kind: 'limited', until: NOW + 90_000, reason: 'x' }, 90_000, false],
  ])('that meets %j is tried again after %i ms; unclear: %s', (answer, waitMs, isUnclear) => {
    expect(after(answer).sending).toMatchObject({ dueAt: NOW + waitMs, isUnclear });
  });

  test('is tried at most an hour apart', () => {
    const lost = { kind: 'lost', reason: 'x' } as const;
    const { sending } = afterSending(
      { ...sent, sending: { tries: 40, refusals: 0, dueAt: NOW, isUnclear: true } },
      lost,
      { wasUnclear: true, now: NOW },
    );
    expect(sending?.dueAt).toBe(NOW + 3_600_000);
  });
});
