import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../../shared/domain/instant.ts';
import { alertOf } from '../../../../worker/notify/pagerduty/alert.ts';
import { noticeOfChange } from '../../../../worker/notify/notice.ts';
import type { VerdictChange } from '../../../../worker/watch/verdict-change.ts';
import { UNSEEN } from '../../../shared/report/service-result-fixture.ts';
import { BETTER, change, later, RECOVERED, UNKNOWN, WARNING } from '../../change-fixture.ts';
import { brokenChange, hostileChange } from '../../hostile-change.ts';
import { NOW, run, tell, tellChange } from '../../run-fixture.ts';
import { openPagerDuty } from '../secret-channels.ts';

const delivered = { kind: 'delivered' };

async function tellAll(changes: readonly VerdictChange[], options = {}) {
  const { emulator, target, secrets } = await openPagerDuty(options);
  for (const each of changes) {
    expect(await tellChange(target, each, { secrets })).toEqual(delivered);
  }
  return emulator.alerts;
}

describe('an incident', () => {
  test('triggers an alert that says what is wrong, and what to do', async () => {
    expect(await tellAll([change()])).toEqual([
      {
        key: 'backup-gate prod-1768478400000',
        isOpen: true,
        triggers: 1,
        payload: {
          summary: 'Deploy blocked on prod: the last backup failed',
          source: 'prod',
          severity: 'critical',
          timestamp: formatInstant(NOW),
          component: 'backups',
          custom_details: {
            Found: [
              'Last backup failed (full, 15 Jan 02:00 UTC). Take one now: "/backup prod" in Slack.',
            ],
            'Latest usable backup': expect.stringContaining('UTC'),
            'Next due': expect.stringContaining('UTC'),
            Since: expect.stringContaining('UTC'),
            Provider: 'MariaDB Cloud',
          },
        },
      },
    ]);
  });

  test.each([
    ['critical', change()],
    ['error', UNKNOWN],
    ['warning', WARNING],
  ])('is as severe as its verdict: %s', async (severity, told) => {
    const [alert] = await tellAll([told], { warnings: true });
    expect(alert?.payload).toMatchObject({ severity });
  });

  test('that recovers resolves its alert', async () => {
    expect(await tellAll([change(), RECOVERED])).toMatchObject([{ isOpen: false, triggers: 1 }]);
  });

  test('that gets worse stays one alert', async () => {
    const worse = later({ kind: 'worse', before: 'warn' });
    expect(await tellAll([WARNING, worse], { warnings: true })).toMatchObject([
      { isOpen: true, triggers: 2, payload: { severity: 'critical' } },
    ]);
  });

  test('that only warns any more is over for whoever is not told of warnings', async () => {
    expect(await tellAll([change(), BETTER])).toMatchObject([{ isOpen: false }]);
  });

  test('that only warns any more stays open for whoever hears when that ends', async () => {
    expect(await tellAll([change(), BETTER], { warnings: true })).toMatchObject([
      { isOpen: true, payload: { severity: 'warning' } },
    ]);
    const over = [change(), BETTER, { ...RECOVERED, before: 'warn' as const }];
    expect(await tellAll(over, { warnings: true })).toMatchObject([{ isOpen: false }]);
  });

  test('has an alert of its own', async () => {
    const other = change({ incident: 'prod-2' });
    expect(await tellAll([change(), other, RECOVERED])).toMatchObject([
      { isOpen: false },
      { isOpen: true },
    ]);
  });

  test('that nobody heard of is resolved without a trace', async () => {
    expect(await tellAll([RECOVERED])).toEqual([]);
  });
});

describe('a run', () => {
  const failed = run({ state: 'failed', message: 'Disk full' });

  async function tellRuns(...runs: readonly (typeof failed)[]) {
    const { emulator, target, secrets } = await openPagerDuty();
    for (const each of runs) expect(await tell(target, each, { secrets })).toEqual(delivered);
    return emulator.alerts;
  }

  test('that failed triggers an alert with its reason', async () => {
    const [alert] = await tellRuns(failed);
    expect(alert).toMatchObject({
      isOpen: true,
      payload: {
        summary: 'Backup of prod failed',
        severity: 'error',
        source: 'prod',
        custom_details: { Found: [expect.stringMatching(/^"Disk full" The last good backup /)] },
      },
    });
  });

  test('that timed out may still succeed, so it is a warning', async () => {
    expect(await tellRuns(run({ state: 'timed-out' }))).toMatchObject([
      { payload: { severity: 'warning' } },
    ]);
  });

  test('is mended by the next one of its service and type', async () => {
    const next = run({ id: 'prod.next' });
    expect(await tellRuns(failed, { ...failed, id: 'prod.again' }, next)).toMatchObject([
      { isOpen: false, triggers: 2 },
    ]);
  });

  test.each([
    ['type', { type: 'dump' as const }],
    ['service', { service: 'shop' }],
  ])('is not mended by one of another %s', async (_, over) => {
    expect(await tellRuns(failed, run(over))).toMatchObject([{ isOpen: true }]);
  });
});

describe('whatever the outside writes', () => {
  const alert = (told: VerdictChange) =>
    alertOf({ kind: 'verdict-changed', change: told }, noticeOfChange(told, NOW), {
      warnings: true,
    });

  test('an event stays within the limits of PagerDuty', async () => {
    const { emulator, target, secrets } = await openPagerDuty({ warnings: true });
    const any = fc.oneof(hostileChange, brokenChange);
    await fc.assert(
      fc.asyncProperty(any, async (told) => {
        expect(await tellChange(target, told, { secrets })).toEqual(delivered);
      }),
      { numRuns: 100 },
    );
    expect(emulator.requests.length).toBeGreaterThanOrEqual(100);
  });

  test('no text of it is an address that can be clicked, or hides anything', () => {
    fc.assert(
      fc.property(fc.oneof(hostileChange, brokenChange), (told) => {
        const texts = JSON.stringify(alert(told), (_, value: unknown) =>
          typeof value === 'string' ? value.replace(UNSEEN, '<unseen>') : value,
        );
        expect(texts).not.toMatch(/:\/\/|www\.\w|<unseen>/i);
      }),
      { numRuns: 200 },
    );
  });

  test('a key that is too long is cut', () => {
    const { dedup_key: key } = alert(change({ incident: 'x'.repeat(1000) }));
    expect(key).toHaveLength(255);
  });
});
