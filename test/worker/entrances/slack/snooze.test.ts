import { NO_CONTENTS } from '../../../../worker/status/board-reader.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../shared/domain/instant.ts';
import type { ServiceView } from '../../../../worker/status/service-view.ts';
import type { SnoozeOrder } from '../../../../worker/watch/snooze.ts';
import { hostileText } from '../../../shared/report/service-result-fixture.ts';
import { CONFIG, NOW, openApp, type OpenOptions } from '../../open-app.ts';
import { typed } from './reply.ts';

const WATCHED = { ...CONFIG, watch: {} };

/** A Worker that watches, and the snoozes that it was asked for. */
function openWatch(options: OpenOptions = {}) {
  const orders: (SnoozeOrder & { readonly service: string })[] = [];
  const open = openApp({
    config: WATCHED,
    snooze: async ({ name }, order) => {
      orders.push({ ...order, service: name });
      const { forMs, ...rest } = order;
      return forMs === null ? null : { ...rest, until: NOW + forMs };
    },
    ...options,
  });
  return { ...open, orders };
}

describe('/backup snooze', () => {
  test('silences a service for a time, and says until when, by whom and why', async () => {
    const open = openWatch();
    const reply = await typed(open, 'snooze prod 4h Migration runs');
    expect(open.orders).toEqual([
      {
        service: 'prod',
        forMs: 4 * HOUR,
        who: 'U1',
        why: 'Migration runs',
        id: 'slack:398738663015.47445629121.803a0bc887',
      },
    ]);
    expect(reply).toContain(
      'Changes of the verdict of `prod` are not told until 15 Jan 16:00 UTC, by <@U1>: `Migration runs`.',
    );
    expect(reply).toContain('`/backup snooze prod off` ends it early');
    expect(open.logged).toEqual([
      {
        event: 'snooze',
        entrance: 'slack',
        service: 'prod',
        until: '2026-01-15T16:00:00Z',
        team: 'T1',
        user: 'U1',
      },
    ]);
  });

  test.each([
    ['snooze prod 7d the provider moves', 7 * DAY],
    ['snooze prod 168h x', 7 * DAY],
    ['snooze prod 90m x', 90 * MINUTE],
    ['Snooze PROD 1D12H x', 36 * HOUR],
    ['snooze `prod` *4h* x', 4 * HOUR],
  ])('"%s" is understood', async (text, forMs) => {
    const open = openWatch();
    await typed(open, text);
    expect(open.orders).toMatchObject([{ service: 'prod', forMs }]);
  });

  test.each(['snooze prod off', 'snooze prod OFF', 'snooze prod off please'])(
    '"%s" ends it',
    async (text) => {
      const open = openWatch();
      expect(await typed(open, text)).toContain('Changes of the verdict of `prod` are told.');
      expect(open.orders).toMatchObject([{ service: 'prod', forMs: null, who: 'U1' }]);
      expect(open.logged).toMatchObject([
        { event: 'snooze', service: 'prod', until: 'off', user: 'U1' },
      ]);
    },
  );

  test.each([
    ['snooze', 'Which service?'],
    ['snooze prod', 'at most 7 days'],
    ['snooze prod 4', 'at most 7 days'],
    ['snooze prod forever', 'at most 7 days'],
    ['snooze prod 7d1s too long', 'at most 7 days'],
    ['snooze prod 0h x', 'at most 7 days'],
    ['snooze prod 4h', 'Why?'],
    ['snooze prod 4h  ', 'Why?'],
  ])('"%s" is not guessed at: %s', async (text, answer) => {
    const open = openWatch();
    const reply = await typed(open, text);
    expect(reply).toContain(answer);
    expect(reply).toContain('`/backup snooze prod 4h migration runs`');
    expect(open.orders).toEqual([]);
  });

  test('is for whoever may take a backup of the service', async () => {
    const slack = { allow: [{ team: 'T1', services: ['shop'] }] };
    const open = openWatch({ config: { ...WATCHED, slack } });
    expect(await typed(open, 'snooze prod 4h x')).toContain('Sorry, you are not allowed to use');
    expect(await typed(open, 'snooze nothing 4h x')).toContain(
      "I don't know the service `nothing`",
    );
    expect(open.orders).toEqual([]);
    await typed(open, 'snooze shop 4h x');
    expect(open.orders).toMatchObject([{ service: 'shop' }]);
  });

  test('without a watch has nothing to silence', async () => {
    const open = openWatch({ config: CONFIG });
    expect(await typed(open, 'snooze prod 4h x')).toContain('There is no watch');
    expect(open.orders).toEqual([]);
  });

  test('shows a reason from outside as nothing but text', async () => {
    const open = openWatch();
    await fc.assert(
      fc.asyncProperty(hostileText, async (why) => {
        const reply = await typed(open, `snooze prod 4h ${why.slice(0, 4000)}`);
        const shown = reply.replace('<@U1>', '');
        expect(shown).not.toMatch(/[<>]/);
        for (const line of shown.split('\n')) expect(line.split('`').length % 2).toBe(1);
      }),
    );
  });
});

test('the help mentions it', async () => {
  expect(await typed(openApp(), 'help')).toContain('/backup snooze &lt;service&gt;');
});

describe('/backup status', () => {
  const view = (name: string, snooze: ServiceView['snooze']): ServiceView => ({
    name,
    provider: 'mariadb-cloud',
    service: 'dbtgf28044362',
    verdict: 'pass',
    cause: null,
    reasons: [],
    message: '',
    findings: [],
    recoveryPoint: null,
    nextDue: null,
    latestSizeBytes: null,
    schedule: '',
    lookedAt: NOW,
    snooze,
    history: [],
    runs: [],
    runsTotal: { succeeded: 0, failed: 0, timedOut: 0 },
    changes: [],
  });
  const snooze = { until: NOW + HOUR, who: 'U7', why: 'migration runs' };

  test('lists which services are snoozed, until when, by whom and why', async () => {
    const views = [
      view('prod', snooze),
      view('shop', { ...snooze, until: NOW }),
      view('archive', null),
    ];
    const readBoard = async () => ({ ...NO_CONTENTS, views });
    const reply = await typed(openApp({ config: WATCHED, readBoard }), 'status');
    expect(reply.match(/🔕.*/g)).toEqual([
      '🔕 Snoozed until 15 Jan 13:00 UTC, by <@U7>: `migration runs`',
    ]);
    expect(reply).toContain('✅ `prod`: last good backup');
  });

  test('tells the verdicts also where the board cannot be read', async () => {
    const readBoard = () => Promise.reject(new TypeError('broken'));
    const open = openApp({ config: WATCHED, readBoard });
    expect(await typed(open, 'status prod')).toContain('✅ `prod`: last good backup');
    expect(open.logged).toEqual([{ event: 'board-failed', reason: 'TypeError' }]);
  });
});
