import { DAY, formatMoment, HOUR, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { MARKED } from '../../../shared/report/medium.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';

export const STATUS_TOKEN = 'a-token-of-the-status-page';

type Past = ServiceView['history'];

/** Nightly backups that grow slowly; those whose age in nights is named failed. */
export function nights(count: number, failed: readonly number[] = [], now = NOW): Past {
  return Array.from({ length: count }, (_, index) => {
    const age = count - index;
    const good = !failed.includes(age);
    return {
      startedAt: now - age * DAY + 2 * HOUR,
      sizeBytes: good ? Math.round(5.3e9 * (0.9 + index / 200 + ((index * 7) % 5) / 60)) : null,
      durationMs: good ? (11 + ((index * 5) % 4)) * MINUTE : 40 * SECOND,
      good,
    };
  });
}

/** A service whose backups are fine, looked at 12 minutes ago. */
export function serviceView(over: Partial<ServiceView> = {}, now = NOW): ServiceView {
  return {
    name: 'prod',
    provider: 'mariadb-cloud',
    service: 'dbtgf28044362',
    verdict: 'pass',
    cause: null,
    reasons: [],
    message: `last good backup ${formatMoment(now - 15 * HOUR - 50 * MINUTE, now)}`,
    findings: [],
    recoveryPoint: now - 15 * HOUR - 50 * MINUTE,
    nextDue: now + 8 * HOUR + 10 * MINUTE,
    latestSizeBytes: 5_312_000_000,
    schedule: `${MARKED.code('0 2 * * *')} UTC, full`,
    lookedAt: now - 12 * MINUTE,
    snooze: null,
    history: nights(20, [], now),
    runs: [],
    runsTotal: { succeeded: 3, failed: 1, timedOut: 0 },
    changes: [],
    ...over,
  };
}

/** A service whose last backup failed. */
export function failedView(over: Partial<ServiceView> = {}, now = NOW): ServiceView {
  const message = 'the last backup failed';
  const fact = `Last backup failed (full, ${formatMoment(now - 15 * HOUR, now)}).`;
  const remedy = `Take one now: ${MARKED.code(`/backup ${over.name ?? 'prod'}`)} in Slack, or in MariaDB Cloud's portal.`;
  return serviceView(
    {
      verdict: 'block',
      cause: 'backups',
      reasons: ['latest-backup-failed', 'schedule-unhealthy'],
      message,
      findings: [
        { severity: 'block', fact, remedy },
        {
          severity: 'warn',
          fact: `The provider says of schedule 215: ${MARKED.quote('last run failed: disk quota exceeded')}.`,
          remedy: 'Put it right with the provider.',
        },
        { severity: 'info', fact: 'The one before took 14m, usually it is 12m.', remedy: '' },
      ],
      recoveryPoint: now - 1 * DAY - 21 * HOUR,
      history: nights(20, [1], now),
      runs: [
        {
          id: `prod.${'0123456789abcdef'.repeat(2)}`,
          type: 'full',
          state: 'running',
          at: now - 3 * MINUTE,
        },
        {
          id: `prod.${'fedcba9876543210'.repeat(2)}`,
          type: 'full',
          state: 'succeeded',
          at: now - 9 * DAY,
        },
      ],
      changes: [
        { at: now - 6 * HOUR, kind: 'opened', verdict: 'block', message },
        {
          at: now - 9 * DAY,
          kind: 'recovered',
          verdict: 'pass',
          message: `last good backup ${formatMoment(now - 9 * DAY, now)}`,
        },
        {
          at: now - 10 * DAY,
          kind: 'opened',
          verdict: 'warn',
          message: 'the schedule was not kept',
        },
      ],
      ...over,
    },
    now,
  );
}
