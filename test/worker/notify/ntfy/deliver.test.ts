import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { change, RECOVERED, UNKNOWN, WARNING } from '../../change-fixture.ts';
import { brokenChange, hostileChange } from '../../hostile-change.ts';
import { run, tell, tellChange } from '../../run-fixture.ts';
import { openNtfy } from '../secret-channels.ts';

const delivered = { kind: 'delivered' };

test('a message says what is wrong, what to do, and how things stand', async () => {
  const { emulator, target, secrets } = await openNtfy();
  expect(await tellChange(target, change(), { secrets })).toEqual(delivered);
  const [published] = emulator.published;
  expect(published).toMatchObject({
    topic: 'acme-backups_7fQ',
    title: 'Deploy blocked on prod: the last backup failed',
    priority: 5,
    tags: ['x'],
  });
  expect(published?.message.split('\n')).toEqual([
    'Last backup failed (full, 15 Jan 02:00 UTC).',
    'Take one now: "/backup prod" in Slack.',
    expect.stringMatching(/^Latest usable backup: /),
    expect.stringMatching(/^Next due: /),
    expect.stringMatching(/^Since: /),
    'Provider: MariaDB Cloud',
  ]);
});

describe('how loud it is', () => {
  test.each<[number, string, VerdictChange]>([
    [5, 'x', change()],
    [4, 'question', UNKNOWN],
    [3, 'warning', WARNING],
    [3, 'white_check_mark', RECOVERED],
  ])('%i, with the sign %s, of a change', async (priority, tag, told) => {
    const { emulator, target, secrets } = await openNtfy();
    await tellChange(target, told, { secrets });
    expect(emulator.published).toMatchObject([{ priority, tags: [tag] }]);
  });

  test.each([
    [4, 'x', 'failed'],
    [4, 'hourglass', 'timed-out'],
    [2, 'white_check_mark', 'succeeded'],
  ] as const)('%i, with the sign %s, of a run that %s', async (priority, tag, state) => {
    const { emulator, target, secrets } = await openNtfy();
    await tell(target, run({ state }), { secrets });
    expect(emulator.published).toMatchObject([{ priority, tags: [tag] }]);
  });
});

describe('a topic', () => {
  test('that is protected is written to with the token, which is the second word', async () => {
    const { emulator, target } = await openNtfy();
    emulator.protect();
    const NTFY_URL = [emulator.topicUrl];
    expect(await tellChange(target, change(), { secrets: { NTFY_URL } })).toEqual({
      kind: 'passing',
      reason: 'ntfy answered HTTP 403 (the topic needs a token that may write to it)',
      retryAfterMs: null,
    });
    const secrets = { NTFY_URL: [emulator.topicUrl, emulator.token] };
    expect(await tellChange(target, change(), { secrets })).toEqual(delivered);
  });

  test('with a token that has expired is told again later', async () => {
    const { emulator, target } = await openNtfy();
    const secrets = { NTFY_URL: [emulator.topicUrl, 'tk_of_yesterday'] };
    expect(await tellChange(target, change(), { secrets })).toMatchObject({
      kind: 'passing',
      reason: 'ntfy answered HTTP 401 (its token is wrong or has expired)',
    });
  });
});

describe('whatever the outside writes', () => {
  const any = fc.oneof(hostileChange, brokenChange);

  test('a message stays within the limits of ntfy, and arrives as a text', async () => {
    const { emulator, target, secrets } = await openNtfy();
    await fc.assert(
      fc.asyncProperty(any, async (told) => {
        expect(await tellChange(target, told, { secrets })).toEqual(delivered);
      }),
      { numRuns: 100 },
    );
    for (const { title, message } of emulator.published) {
      for (const text of [title, ...message.split('\n')]) {
        expect(text).not.toMatch(UNSEEN);
        expect(text).not.toMatch(/:\/\/|www\.\w|=\?/i);
      }
    }
  });

  test('a title that looks like a header of a mail is not decoded', async () => {
    const { emulator, target, secrets } = await openNtfy();
    await tellChange(target, change({ headline: '=?utf-8?b?ZXZpbA==?=' }), { secrets });
    expect(emulator.published[0]?.title).toBe('Deploy blocked on prod: = ?utf-8?b?ZXZpbA== ?=');
  });

  test('a message that is as long as it may be is cut, and says so', async () => {
    const { emulator, target, secrets } = await openNtfy();
    const findings = Array.from({ length: 20 }, () => ({
      severity: 'block' as const,
      fact: 'é'.repeat(1000),
      remedy: '',
    }));
    await tellChange(target, change({ findings }), { secrets });
    const { message = '' } = emulator.published[0] ?? {};
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
    expect(message).toMatch(/\nand \d+ more$/);
  });
});
