import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDiscord } from '../../../../worker/notify/discord/render.ts';
import { noticeOf, noticeOfChange } from '../../../../worker/notify/notice.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { brokenChange, hostile, hostileChange } from '../../hostile-change.ts';
import { contextWith, NOW, run, tellChange } from '../../run-fixture.ts';
import { openDiscord } from '../secret-channels.ts';

/** What Discord formats: without code spans, in which nothing is, and without what is escaped. */
function alivePart(text: string): string {
  return text.replace(/\\[^A-Za-z0-9\s]|`[^`\n]+`/g, ' ');
}

function textsOf({ embeds }: ReturnType<typeof renderDiscord>): readonly string[] {
  return embeds.flatMap(({ title, description = '', fields }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
}

const any = fc.oneof(hostileChange, brokenChange);
const render = (told: VerdictChange) => renderDiscord(noticeOfChange(told, NOW));

describe('whatever the outside writes', () => {
  test('a message stays within the limits of Discord', async () => {
    const { target, secrets } = await openDiscord();
    await fc.assert(
      fc.asyncProperty(any, async (told) => {
        expect(await tellChange(target, told, { secrets })).toEqual({ kind: 'delivered' });
      }),
      { numRuns: 100 },
    );
  });

  test('no mention, link, emoji, time or formatting of theirs is alive in it', () => {
    fc.assert(
      fc.property(any, (told) => {
        for (const text of textsOf(render(told))) {
          expect(alivePart(text)).not.toMatch(/[`*_~|<>[\]#@\\]|:\/\/|:\w+:/);
          expect(text).not.toMatch(/[^\n\P{Cc}]/u);
          expect(text.replaceAll('\n', ' ')).not.toMatch(UNSEEN);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nor in a message about a run', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (message, service) => {
        const ended = run({ state: 'failed', message, service });
        const notice = await noticeOf({ kind: 'run-ended', run: ended }, contextWith());
        for (const text of textsOf(renderDiscord(notice))) {
          expect(alivePart(text)).not.toMatch(/[`*_~|<>[\]#@\\]|:\/\/|:\w+:/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
