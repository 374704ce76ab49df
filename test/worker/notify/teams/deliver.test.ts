import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARKED } from '../../../../shared/report/medium.ts';
import { noticeOfChange } from '../../../../worker/notify/notice.ts';
import { renderTeams } from '../../../../worker/notify/teams/render.ts';
import { UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { change, RECOVERED, UNKNOWN } from '../../change-fixture.ts';
import { brokenChange, hostileChange } from '../../hostile-change.ts';
import { NOW, run, tell, tellChange } from '../../run-fixture.ts';
import { openTeams } from '../secret-channels.ts';

const delivered = { kind: 'delivered' };

test('a card says what is wrong, what to do, and how things stand', async () => {
  const { emulator, target, secrets } = await openTeams();
  expect(await tellChange(target, change(), { secrets })).toEqual(delivered);
  expect(emulator.cards).toEqual([
    [
      '❌ Deploy blocked on `prod`: the last backup failed',
      'Last backup failed (`full`, 15 Jan 02:00 UTC).',
      'Take one now: `/backup prod` in Slack.',
      expect.stringMatching(/^Latest usable backup: .* UTC/),
      expect.stringMatching(/^Next due: .* UTC$/),
      expect.stringMatching(/^Since: .* UTC$/),
      'Provider: MariaDB Cloud',
    ],
  ]);
});

test.each([
  ['❓ Could not check the backups of `prod`: MariaDB Cloud did not answer', UNKNOWN],
  ['✅ `prod` recovered: last good backup 20m ago', RECOVERED],
])('%s', async (title, told) => {
  const { emulator, target, secrets } = await openTeams();
  await tellChange(target, told, { secrets });
  expect(emulator.cards[0]?.[0]).toBe(title);
});

test('a run that failed has its reason, and who asked', async () => {
  const { emulator, target, secrets } = await openTeams();
  const failed = run({ state: 'failed', message: 'Disk full' });
  expect(await tell(target, failed, { secrets })).toEqual(delivered);
  expect(emulator.cards[0]).toEqual([
    '❌ Backup of `prod` failed',
    '`Disk full`',
    expect.stringMatching(/^The last good backup is not known.*`\/backup prod full`/),
    expect.stringMatching(/^Backup: `full` · after /),
    'Asked for by: Slack user `U1`',
    'Run: `prod.00ff`',
  ]);
});

test('a cron keeps its asterisks: no text of a card is Markdown', () => {
  const cron = `It runs at ${MARKED.code('0 2 * * *')} and *not* at ${MARKED.quote('[a](b) * *')}.`;
  const told = change({ findings: [{ severity: 'warn', fact: cron, remedy: '' }] });
  const [attachment] = renderTeams(noticeOfChange(told, NOW)).attachments;
  expect(attachment?.content.body[1]).toEqual({
    type: 'RichTextBlock',
    inlines: [
      { type: 'TextRun', text: 'It runs at ' },
      { type: 'TextRun', text: '0 2 * * *', fontType: 'monospace' },
      { type: 'TextRun', text: ' and *not* at ' },
      { type: 'TextRun', text: '[a](b) * *', fontType: 'monospace' },
      { type: 'TextRun', text: '.' },
    ],
  });
});

describe('whatever the outside writes', () => {
  const any = fc.oneof(hostileChange, brokenChange);

  test('a card stays within the limits of Teams', async () => {
    const { target, secrets } = await openTeams();
    await fc.assert(
      fc.asyncProperty(any, async (told) => {
        expect(await tellChange(target, told, { secrets })).toEqual(delivered);
      }),
      { numRuns: 100 },
    );
  });

  test('a card in which each text is as long as it may be stays within them too', async () => {
    const { target, secrets } = await openTeams();
    const long = Array.from({ length: 60 }, () => MARKED.quote('"é\\😀'.repeat(100))).join(' "é" ');
    const finding = { severity: 'block' as const, fact: long, remedy: long };
    const findings = Array.from({ length: 30 }, () => finding);
    const told = change({ headline: long, provider: long, findings });
    expect(await tellChange(target, told, { secrets })).toEqual(delivered);
  });

  test('no text of it is a moment, a placeholder, Markdown, or hides anything', () => {
    fc.assert(
      fc.property(any, (told) => {
        const card = renderTeams(noticeOfChange(told, NOW));
        const types = new Set<unknown>();
        const text = JSON.stringify(card, (key, value: unknown) => {
          if (key === 'type') types.add(value);
          return typeof value === 'string' ? value.replace(UNSEEN, '<unseen>') : value;
        });
        expect(text).not.toMatch(/\{\{|\$\{|<unseen>/);
        expect(types).toEqual(new Set(['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun']));
      }),
      { numRuns: 200 },
    );
  });
});
