import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText, serviceResult } from '../../../shared/report/service-result-fixture.ts';
import { run } from '../../run-fixture.ts';
import { openApp } from '../../open-app.ts';
import { typed } from './reply.ts';

/** Slack takes no longer text in a message. */
const MAX_TEXT = 4000;

const slackHostile = fc.oneof(
  hostileText.map((text) => text.slice(0, MAX_TEXT)),
  fc.constantFrom(
    '<!channel>',
    '<!here|x>',
    '<@U1>',
    '<https://evil.example|Click here>',
    '`<!everyone>`',
    '*bold* _it_ ~no~ :tada:',
    '&lt;!channel&gt;',
    '&amp;',
    '> quote',
  ),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '`', '!', '@', '|', 'a', ' ', '\n') }),
);

/** Outside of code spans nothing of the text may be alive: no link, no mention, no entity of ours. */
function expectHarmless(reply: string): void {
  expect(reply).not.toMatch(/[<>]/);
  expect(reply.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
  for (const line of reply.split('\n')) expect(line.split('`').length % 2).toBe(1);
}

describe('text from outside', () => {
  test('that is typed comes back as nothing but text', async () => {
    const open = openApp();
    await fc.assert(
      fc.asyncProperty(slackHostile, async (text) => {
        expectHarmless(await typed(open, text));
        expectHarmless(await typed(open, `prod ${text}`));
        expectHarmless(await typed(open, `status ${text}`));
      }),
    );
  });

  test('that a provider gave as a reason is shown as nothing but text', async () => {
    await fc.assert(
      fc.asyncProperty(slackHostile, async (message) => {
        const ended = run({ state: 'failed', message });
        const accept = async () => ({ kind: 'accepted', run: ended, joined: false }) as const;
        expectHarmless(await typed(openApp({ accept }), 'prod'));
      }),
    );
  });

  test('that a provider gave as a status is shown as nothing but text', async () => {
    await fc.assert(
      fc.asyncProperty(slackHostile, async (statusText) => {
        const judge = async () =>
          serviceResult({
            verdict: 'block',
            findings: [
              { code: 'status-unrecognised', severity: 'block', backupId: statusText, statusText },
            ],
          });
        expectHarmless(await typed(openApp({ judge }), 'status prod'));
      }),
    );
  });

  test('is shown as it is, where it is harmless', async () => {
    expect(await typed(openApp(), 'a<b>&c`d')).toContain("`a&lt;b&gt;&amp;c'd`");
  });
});
