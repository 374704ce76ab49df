import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Finding } from '../../../shared/domain/finding.ts';
import { RUN_AGAIN, sayHeld, writeComment } from '../../../worker/protection/comment.ts';
import { wordDecision } from '../../../worker/protection/word-decision.ts';
import { serviceResult } from '../../shared/report/service-result-fixture.ts';
import { MARKED } from '../../../shared/report/medium.ts';
import { hostile } from '../hostile-change.ts';
import { formatMoment } from '../../../shared/domain/instant.ts';
import { NOW } from '../run-fixture.ts';

const record = { repository: 'acme/shop', environment: 'production', requestedAt: NOW };
const given = { record, judgements: { results: [], unjudged: [] }, override: null, now: NOW };

const failed: Finding = {
  code: 'evidence-unavailable',
  severity: 'block',
  what: 'backups',
  problem: { kind: 'unavailable', message: 'HTTP 503', traceId: null },
};

/** What GitHub formats: all but code spans. */
function alivePart(text: string): string {
  return text.replace(/`[^`\n]*`/g, ' ');
}

describe('a comment', () => {
  test('says what was found of every service, the worst first', () => {
    const results = [
      serviceResult({ service: 'good' }),
      serviceResult({ service: 'bad', verdict: 'block', findings: [failed] }),
    ];
    const words = {
      ...given,
      judgements: { results, unjudged: [{ service: 'lost', severity: 'block' as const }] },
    };
    const { comment, summary, state } = wordDecision({ kind: 'reject', why: 'blocked' }, words);
    const lines = comment.split('\n');
    expect(state).toBe('rejected');
    expect(lines[0]).toMatch(/^❌ `bad`: /);
    expect(lines[1]).toMatch(/^- `evidence-unavailable`: /);
    expect(lines[2]).toMatch(/^✅ `good`: Deploy allowed: last good backup/);
    expect(lines[3]).toBe('❔ `lost`: `evidence-unavailable`: its backups could not be judged');
    expect(summary).toContain(MARKED.quote('bad'));
  });

  test('of an environment that no entry names has the line to add, with what GitHub calls it', () => {
    const place = { ...record, environment: 'prod`uction' };
    const { comment } = wordDecision(
      { kind: 'reject', why: 'unnamed' },
      { ...given, record: place },
    );
    expect(comment).toContain(
      '`{"repository":"acme/shop","environment":"prod\'uction","services":["…"]}`',
    );
  });

  test.each([
    [
      'unjudged',
      '❌ Deploy blocked: `evidence-unavailable`: the Worker tried to judge the backups for 30m, and could not. Look for `coordinator-failed` in its log.',
    ],
    ['held', 'It was held for 30m, as `github.protect` says, and the backups did not become good.'],
  ] as const)('of one that was rejected because it was %s says so', (why, sentence) => {
    const judgements = { results: [], unjudged: [{ service: 'prod', severity: 'block' as const }] };
    const words = { ...given, judgements, now: NOW + 30 * 60_000 };
    const { comment } = wordDecision({ kind: 'reject', why }, words);
    expect(comment.split('\n').filter(Boolean)).toEqual([
      '❔ `prod`: `evidence-unavailable`: its backups could not be judged',
      sentence,
      'Then run it again: `Re-run failed jobs` of this workflow run.',
    ]);
  });

  test('fits, with what to do whole, and nothing of the outside is alive in it', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 30 }), (texts) => {
        const lines = texts.map((text) => `- ${MARKED.quote(text)} was found`);
        const comment = writeComment(lines, [RUN_AGAIN]);
        expect(comment.length).toBeLessThanOrEqual(1024);
        expect(comment).toMatch(/`Re-run failed jobs` of this workflow run\.$/);
        expect(alivePart(comment)).not.toMatch(/[<>@[\]*_#]|:\/\//);
      }),
    );
  });
});

test.each([
  [0, 0],
  [1, 60_000],
  [30_000, 60_000],
  [60_000, 60_000],
])('the next look in %i ms is said to be at a minute that is not before it', (inMs, shownMs) => {
  const held = { lookAt: NOW + inMs, heldUntil: NOW + 3_600_000 };
  const shown = formatMoment(NOW + shownMs, NOW);
  expect(NOW % 60_000).toBe(0);
  expect(sayHeld(held, NOW)).toContain(`Next look: ${shown}.`);
});
