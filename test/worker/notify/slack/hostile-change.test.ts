import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderChange, renderLine } from '../../../../worker/notify/slack/render-change.ts';
import { slackTarget } from '../../../../worker/notify/slack/schema.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { brokenChange, hostileChange } from '../../hostile-change.ts';
import { NOW, startAnnasSlack, tellChange } from '../../run-fixture.ts';
import { textsOf } from '../../slack/slack-message.ts';

/** What is left when all code spans are taken out: what Slack formats. */
function alivePart(text: string): string {
  return text.replace(/`[^`\n]*`/g, ' ');
}

function allTexts(told: VerdictChange): readonly string[] {
  const { text, blocks } = renderChange(told, NOW);
  return [text, renderLine(told, NOW).text, ...textsOf(blocks)];
}

describe('whatever the outside writes', () => {
  test('a message stays within the limits of Slack', async () => {
    const slack = await startAnnasSlack();
    await fc.assert(
      fc.asyncProperty(hostileChange, async (told) => {
        const access = { apiUrl: slack.apiUrl };
        expect(await tellChange(slackTarget('C1'), told, access)).toEqual({ kind: 'delivered' });
      }),
      { numRuns: 100 },
    );
  });

  test('no mention, link or formatting of theirs is alive in it', () => {
    fc.assert(
      fc.property(hostileChange, (told) => {
        for (const text of allTexts(told)) {
          expect(text).not.toContain('<');
          expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
          // The bold of the title is our own.
          expect(alivePart(text).replace(/^\*|\*$/g, '')).not.toMatch(/[*_~`@]|:\/\/|:\w+:/);
          expect(text.replaceAll('\n', ' ')).not.toMatch(UNSEEN);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('not even a damaged text mentions anybody, or lets out what is quoted', () => {
    fc.assert(
      fc.property(brokenChange, (told) => {
        for (const text of allTexts(told)) {
          expect(text).not.toContain('<');
          expect(alivePart(text)).not.toContain('`');
          expect(text.replaceAll('\n', ' ')).not.toMatch(UNSEEN);
        }
      }),
      { numRuns: 300 },
    );
  });
});
