import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Asker,
  type Outcome,
  quoteSlack,
  writeOutcome,
} from '../../../shared/report/slack.ts';
import { backup, NOW } from '../domain/evidence-fixture.ts';
import { hostileText, UNSEEN } from './report-fixture.ts';
import { textsOf } from './slack-message.ts';

const SLACK_BITS = ['<!channel>', '<@U1>', '<http://a|b>', '&lt;!here&gt;', '@here', '&', '>', '*'];

const hostile: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.array(fc.constantFrom(...SLACK_BITS, '`', '\n', ' ')).map((bits) => bits.join('')),
  fc.constantFrom(...SLACK_BITS, '`').map((bit) => bit.repeat(2000)),
);

const asker: fc.Arbitrary<Asker> = fc.oneof(
  fc.record({ via: fc.constant('slack' as const), user: hostile }),
  fc.record({ via: fc.constant('github' as const), event: hostile, repository: hostile }),
  fc.record({ via: fc.constant('webhook' as const), reason: hostile }),
);

const outcome: fc.Arbitrary<Outcome> = fc.record({
  state: fc.constantFrom('succeeded', 'failed', 'timed-out'),
  service: hostile,
  type: hostile,
  backup: fc
    .record({ id: hostile, sizeText: hostile, statusText: hostile, detail: hostile })
    .map((texts) => backup({ ...texts, sizeBytes: null })),
  waitedMs: fc.constant(null),
  reason: hostile,
  askedBy: fc.array(asker, { maxLength: 20 }),
});

/** What is left when all code spans are taken out: what Slack formats. */
function alivePart(text: string): string {
  return text.replace(/`[^`\n]*`/g, '');
}

/** Letters, numbers, and the signs that the report itself writes. */
const OUR_WORDS = /^(?:✅|❌|⌛|⚠️|[A-Za-z\d\s*>·:,.()-])*$/u;

describe('whatever the outside writes', () => {
  test('a message stays within the limits of Slack', () => {
    fc.assert(
      fc.property(outcome, (ended) => {
        const { text, blocks } = writeOutcome(ended, NOW);
        expect(blocks.length).toBeLessThanOrEqual(4);
        for (const part of textsOf(blocks)) expect(part.length).toBeLessThanOrEqual(3000);
        expect(text.length).toBeLessThanOrEqual(4000);
      }),
    );
  });

  test('no mention, link or formatting of theirs is alive in it', () => {
    fc.assert(
      fc.property(outcome, (ended) => {
        const { text, blocks } = writeOutcome(ended, NOW);
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
      fc.property(outcome, (ended) => {
        const [head = '', ...others] = textsOf(writeOutcome(ended, NOW).blocks);
        expect(head.split('\n')).toHaveLength(2);
        for (const line of [...head.split('\n'), ...others]) expect(line).not.toMatch(UNSEEN);
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
