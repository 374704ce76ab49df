import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { MINUTE, SECOND } from '../../../../shared/domain/instant.ts';
import { githubRequester } from '../../../../worker/entrances/github/requester.ts';
import { webhookRequester } from '../../../../worker/entrances/webhook/requester.ts';
import { renderRunEnded } from '../../../../worker/notify/slack/render.ts';
import type { Requester } from '../../../../worker/orders/requester.ts';
import { quoteSlack } from '../../../../worker/slack/message.ts';
import { backup, LAST_DUE, NOW } from '../../../shared/domain/evidence-fixture.ts';
import { bySlack, run } from '../../run-fixture.ts';
import { textsOf } from '../../slack/slack-message.ts';

interface Ended {
  readonly state?: 'succeeded' | 'failed' | 'timed-out';
  readonly backup?: Backup | null;
  /** `null` where it is not known when the run ended. */
  readonly waitedMs?: number | null;
  readonly reason?: string | null;
  readonly askedBy?: readonly Requester[];
  readonly holdings?: string | null;
}

const HOLDINGS = 'last good backup 15 Jan 02:00 UTC, 10h ago';

function write(ended: Ended = {}) {
  const { state = 'succeeded', backup: became = backup(), waitedMs = 11 * MINUTE } = ended;
  const { holdings = HOLDINGS } = ended;
  const { reason: message = null, askedBy: requestedBy = [bySlack()] } = ended;
  const finishedAt = waitedMs === null ? null : NOW;
  const startedAt = NOW - (waitedMs ?? 0);
  const over = { state, backup: became, message, requestedBy, startedAt, finishedAt };
  return renderRunEnded(run(over), { place: 'slack C1', holdings, now: NOW });
}
const linesOf = (over: Ended = {}) => textsOf(write(over).blocks);

describe('the end of a run', () => {
  test('a success: a headline, the facts in a line, and who asked for which backup', () => {
    expect(linesOf()).toEqual([
      '✅ *Backup of `prod` succeeded*\n' +
        '`full` · 5 MB · took 10m · recovery point 15 Jan 02:00 UTC, 10h ago',
      'Run `prod.00ff` · Backup `b1` · Asked for by <@U1>',
    ]);
  });

  test('a failure: the same, the reason, what there is to return to, and what to do', () => {
    const failed = { state: 'failed', backup: null, reason: 'Disk full' } as const;
    expect(linesOf(failed)).toEqual([
      '❌ *Backup of `prod` failed*\n`full` · after 11m',
      '> `Disk full`',
      'Last good backup 15 Jan 02:00 UTC, 10h ago.\n*To do:* Take another one: `/backup prod full`. To check the backups: `/backup status prod`.',
      'Run `prod.00ff` · Asked for by <@U1>',
    ]);
  });

  test('a run that took too long', () => {
    const late = { state: 'timed-out', reason: 'Last seen: running', backup: null } as const;
    expect(linesOf({ ...late, waitedMs: 360 * MINUTE })).toEqual([
      '⌛ *Backup of `prod` timed out*\n`full` · after 6h',
      '> `Last seen: running`',
      'Last good backup 15 Jan 02:00 UTC, 10h ago.\n*To do:* It may still succeed. Check with `/backup status prod` before you request another one.',
      'Run `prod.00ff` · Asked for by <@U1>',
    ]);
  });

  test.each([
    ['Backup is scheduled.', 'No reason was given.'],
    ['it did not finish in time; last seen: Backup is scheduled.', '`it did not finish in time`'],
    ['Backup is scheduled on a node that is gone', '`Backup is scheduled on a node that is gone`'],
  ])('how far the provider was is no cause: %s', (reason, shown) => {
    expect(linesOf({ state: 'failed', reason })[1]).toBe(`> ${shown}`);
  });

  test('what there is to return to may not be known', () => {
    const lines = textsOf(write({ state: 'failed', holdings: null }).blocks);
    expect(lines[2]).toMatch(
      /^The last good backup is not known, because the provider did not answer\./,
    );
  });

  test('without a reason a failure says so, and a success needs none', () => {
    expect(linesOf({ state: 'failed' })[1]).toBe('> No reason was given.');
    expect(linesOf({ reason: 'Retried once' })).toEqual(linesOf());
  });

  test.each([
    ['succeeded', '✅ Backup of `prod` succeeded: `full`, 5 MB, took 10m, recovery point'],
    ['failed', '❌ Backup of `prod` failed: `full`, after 10m. `Disk full`'],
    ['timed-out', '⌛ Backup of `prod` timed out: `full`, after 10m. `Disk full`'],
  ] as const)('%s, where blocks cannot be shown', (state, text) => {
    expect(write({ state, reason: 'Disk full' }).text).toContain(text);
  });

  test('where blocks cannot be shown nobody is mentioned: they are mentioned there once', () => {
    expect(write().text).not.toContain('<@');
  });
});

describe('the facts', () => {
  const facts = (over: Ended) => linesOf(over)[0]?.split('\n')[1]?.split(' · ');

  test('that are not known are left out, but for the recovery point', () => {
    const unknown = { sizeBytes: null, endedAt: null, recoveryPoint: null };
    expect(facts({ backup: backup(unknown), waitedMs: null })).toEqual([
      '`full`',
      'recovery point not known',
    ]);
  });

  test('of a size whose unit is not known are quoted', () => {
    expect(facts({ backup: backup({ sizeBytes: null, sizeText: '0.14' }) })).toContain(
      'size `0.14`',
    );
  });

  test('the time is that which was waited where the backup does not tell', () => {
    expect(facts({ backup: backup({ endedAt: null }), waitedMs: 95 * SECOND })).toContain(
      'took 1m 35s',
    );
  });

  test.each([
    [NOW, 'just now'],
    [NOW - 3 * MINUTE, '3m ago'],
    [NOW + 2 * MINUTE, 'in 2m'],
    [LAST_DUE, '10h ago'],
  ])('the recovery point has an age in words', (recoveryPoint, words) => {
    expect(facts({ backup: backup({ recoveryPoint }) })?.at(-1)).toMatch(new RegExp(`, ${words}$`));
  });

  test('rows that were lost in a success are told', () => {
    expect(facts({ backup: backup({ failedRows: 12 }) })).toContain('⚠️ 12 rows of it failed');
    expect(facts({ backup: backup({ failedRows: 0 }) })).not.toContain('⚠️ 0 rows of it failed');
  });
});

describe('who asked', () => {
  test.each<[readonly Requester[], string]>([
    [[bySlack({ user: 'W012AB' })], 'Asked for by <@W012AB>'],
    [
      [githubRequester({ event: 'deployment', repository: 'acme/shop' })],
      'Asked for by GitHub (`deployment` in `acme/shop`)',
    ],
    [[webhookRequester(null)], 'Asked for by a webhook'],
    [[webhookRequester('release 7')], 'Asked for by a webhook (`release 7`)'],
    [[], 'Nobody is known to have asked'],
  ])('%j', (askedBy, words) => {
    expect(linesOf({ askedBy }).at(-1)).toBe(`Run \`prod.00ff\` · Backup \`b1\` · ${words}`);
  });

  test('where it is read: all of them are named, and those elsewhere are counted', () => {
    const here = ['U1', 'U2', 'U3'].map((user) => bySlack({ user }));
    const elsewhere = [webhookRequester(null), bySlack({ user: 'U4', channel: 'C2' })];
    expect(linesOf({ askedBy: [...elsewhere, ...here] }).at(-1)).toMatch(
      /Asked for by <@U1>, <@U2>, <@U3>, a webhook and 1 more$/,
    );
  });

  test.each([
    [20, ''],
    [21, ' and 1 more'],
  ])('where it is read: %i of them', (count, more) => {
    const users = Array.from({ length: count }, (_, index) => `U${100 + index}`);
    const askedBy = users.map((user) => bySlack({ user }));
    const named = users.slice(0, 20).map((user) => `<@${user}>`);
    expect(linesOf({ askedBy }).at(-1)).toMatch(new RegExp(`${named.join(', ')}${more}$`));
  });

  test('elsewhere: the first is named', () => {
    const askedBy = ['U1', 'U2', 'U3'].map((user) => bySlack({ user, channel: 'C9' }));
    expect(linesOf({ askedBy }).at(-1)).toMatch(/Asked for by <@U1> and 2 more$/);
  });

  test.each(['!channel', 'U1> <!here', '!subteam^S1', 'u1', '', 'C1', 'U1|x'])(
    'what is no id of a user mentions nobody: %j',
    (user) => {
      expect(linesOf({ askedBy: [bySlack({ user })] }).at(-1)).not.toMatch(/[<>]/);
    },
  );
});

describe('quoted for Slack', () => {
  test.each([
    ['prod', '`prod`'],
    ['<!channel> & <@U1>', '`&lt;!channel&gt; &amp; &lt;@U1&gt;`'],
    ['&lt;', '`&amp;lt;`'],
    ['a`b``c', "`a'b''c`"],
    ['a\nb\u202ec', '`a b c`'],
    ['', '(empty)'],
    [' \n ', '(empty)'],
  ])('%j becomes %s', (text, quoted) => {
    expect(quoteSlack(text)).toBe(quoted);
  });
});
