import { describe, expect, test } from 'vitest';
import { DAY, formatInstant, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { MARKED } from '../../../shared/report/medium.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { failedView, serviceView } from './board-fixture.ts';
import { openStatus } from './open-status.ts';

async function readJson(views: readonly ServiceView[], over = {}) {
  const answer = await openStatus(views, over).get('/status.json');
  expect(answer.headers.get('content-type')).toBe('application/json');
  return JSON.parse(await answer.text());
}

const UNSEEN = { verdict: 'unknown', reasons: [], message: 'Not looked at yet' };

describe('status.json', () => {
  test('has every service of the configuration, in its order, with all that is known', async () => {
    const until = NOW + HOUR;
    const view = failedView({ snooze: { until, who: 'anna', why: 'migration' } });
    expect(await readJson([view])).toEqual({
      version: 1,
      at: formatInstant(NOW),
      services: [
        {
          name: 'prod',
          provider: 'mariadb-cloud',
          service: 'dbtgf28044362',
          verdict: 'block',
          cause: 'backups',
          reasons: ['latest-backup-failed', 'schedule-unhealthy'],
          message: 'The last backup failed',
          recoveryPoint: formatInstant(NOW - DAY - 21 * HOUR),
          nextDue: formatInstant(NOW + 8 * HOUR + 10 * MINUTE),
          lookedAt: formatInstant(NOW - 12 * MINUTE),
          snoozedUntil: formatInstant(until),
        },
        { name: 'shop', provider: 'mariadb-cloud', service: 'dbtgf00000002', ...UNSEEN },
        {
          name: 'archive',
          provider: 'bycloud',
          service: '5f0c1f4e-0000-4000-8000-000000000001',
          ...UNSEEN,
        },
      ],
    });
  });

  test('leaves out what is not known', async () => {
    const { services } = await readJson([serviceView({ recoveryPoint: null, nextDue: null })]);
    expect(Object.keys(services[0])).toEqual([
      'name',
      'provider',
      'service',
      'verdict',
      'reasons',
      'message',
      'lookedAt',
    ]);
  });

  test('keeps the moments of a look that is too old, and not its verdict', async () => {
    const lookedAt = NOW - 2 * HOUR - 1;
    const { services } = await readJson([failedView({ lookedAt })]);
    expect(services[0]).toMatchObject({
      verdict: 'unknown',
      reasons: [],
      message: expect.stringMatching(/^Not looked at since \d+ \w+ \d\d:\d\d UTC$/),
      recoveryPoint: formatInstant(NOW - DAY - 21 * HOUR),
      lookedAt: formatInstant(lookedAt),
    });
    expect(services[0]).not.toHaveProperty('cause');
  });

  test('knows nothing of a database that had the name before', async () => {
    for (const other of [{ service: 'dbtgf00000009' }, { provider: 'skyvia' }]) {
      const { services } = await readJson([serviceView(other)]);
      expect(services[0]).toMatchObject({ service: 'dbtgf28044362', ...UNSEEN });
    }
  });

  test('has no service that left the configuration', async () => {
    const { services } = await readJson([serviceView({ name: 'gone' })]);
    expect(services.map(({ name }: { name: string }) => name)).toEqual(['prod', 'shop', 'archive']);
  });

  test('says that a snooze lasts until it has ended', async () => {
    const isSnoozed = async (until: number) => {
      const view = serviceView({ snooze: { until, who: 'anna', why: 'migration' } });
      return 'snoozedUntil' in (await readJson([view])).services[0];
    };
    expect(await isSnoozed(NOW + 1)).toBe(true);
    expect(await isSnoozed(NOW)).toBe(false);
    expect(await isSnoozed(NOW - 1)).toBe(false);
  });

  test('quotes a provider in one line, without what reorders or hides text', async () => {
    const word = 'off\u202e\u0000line\n##[error]';
    const message = `the status ${MARKED.quote(word)} is not known`;
    const { services } = await readJson([serviceView({ message })]);
    expect(services[0].message).toBe('The status "off line ## [error]" is not known');
  });
});
