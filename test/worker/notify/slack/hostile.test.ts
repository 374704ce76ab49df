import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubRequester } from '../../../../worker/entrances/github/requester.ts';
import { webhookRequester } from '../../../../worker/entrances/webhook/requester.ts';
import { renderRunEnded } from '../../../../worker/notify/slack/render.ts';
import type { Requester } from '../../../../worker/orders/requester.ts';
import type { Run } from '../../../../worker/orders/run.ts';
import { quoteSlack } from '../../../../worker/slack/message.ts';
import { bySlack, run } from '../../run-fixture.ts';
import { backup, NOW } from '../../../shared/domain/evidence-fixture.ts';
import { hostileText, UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { textsOf } from '../../slack/slack-message.ts';

const SLACK_BITS = ['<!channel>', '<@U1>', '<http://a|b>', '&lt;!here&gt;', '@here', '&', '>', '*'];

const hostile: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.array(fc.constantFrom(...SLACK_BITS, '`', '\n', ' ')).map((bits) => bits.join('')),
  fc.constantFrom(...SLACK_BITS, '`').map((bit) => bit.repeat(2000)),
);

const requester: fc.Arbitrary<Requester> = fc.oneof(
  fc.record({ user: hostile }).map(bySlack),
  fc.record({ event: hostile, repository: hostile }).map(githubRequester),
  hostile.map(webhookRequester),
);

const ended: fc.Arbitrary<Run> = fc
  .record({
    state: fc.constantFrom('succeeded' as const, 'failed' as const, 'timed-out' as const),
    service: hostile,
    type: fc.constantFrom('full' as const, 'dump' as const),
    backup: fc
      .record({ id: hostile, sizeText: hostile, statusText: hostile, detail: hostile })
      .map((texts) => backup({ ...texts, sizeBytes: null })),
    finishedAt: fc.constant(null),
    message: hostile,
    requestedBy: fc.array(requester, { maxLength: 20 }),
  })
  .map(run);

const write = (one: Run) => renderRunEnded(one, { place: 'slack C1', holdings: null, now: NOW });

/** What is left when all code spans are taken out: what Slack formats. */
function alivePart(text: string): string {
  return text.replace(/`[^`\n]*`/g, '');
}

/** Letters, numbers, and the signs that the report itself writes. */
const OUR_WORDS = /^(?:✅|❌|⌛|⚠️|[A-Za-z\d\s*>·:,.()-])*$/u;

describe('whatever the outside writes', () => {
  test('a message stays within the limits of Slack', () => {
    fc.assert(
      fc.property(ended, (one) => {
        const { text, blocks } = write(one);
        expect(blocks.length).toBeLessThanOrEqual(5);
        for (const part of textsOf(blocks)) expect(part.length).toBeLessThanOrEqual(3000);
        expect(text.length).toBeLessThanOrEqual(4000);
      }),
    );
  });

  test('no mention, link or formatting of theirs is alive in it', () => {
    fc.assert(
      fc.property(ended, (one) => {
        const { text, blocks } = write(one);
        for (const part of [text, ...textsOf(blocks)]) {
          expect(part).not.toContain('<');
          expect(part.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
          expect(alivePart(part)).toMatch(OUR_WORDS);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('it adds no line and hides nothing', () => {
    fc.assert(
      fc.property(ended, (one) => {
        const [head = '', ...others] = textsOf(write(one).blocks);
        expect(head.split('\n')).toHaveLength(2);
        const lines = [head, ...others].flatMap((text) => text.split('\n'));
        expect(lines.length).toBe(2 + others.length + (others.length > 1 ? 1 : 0));
        for (const line of lines) expect(line).not.toMatch(UNSEEN);
      }),
    );
  });

  test('a quotation is one code span, and not long', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const quoted = quoteSlack(text);
        expect(quoted).toMatch(/^(?:`[^`<>\n]+`|\(empty\))$/);
        expect(quoted.length).toBeLessThanOrEqual(2 + 5 * 100);
      }),
      { numRuns: 500 },
    );
  });

  test('unescaped, a quotation says what was written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z<>&;]{1,100}$/), (text) => {
        const shown = quoteSlack(text)
          .slice(1, -1)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        expect(shown).toBe(text);
      }),
    );
  });
});
