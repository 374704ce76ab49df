import type { Ask } from '../../../worker/status/asks.ts';
import type { DeploymentView } from '../../../worker/status/deployment-view.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import { MARKED } from '../../../shared/report/medium.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { failedView, nights, serviceView } from './board-fixture.ts';
import { idOf, type Others, OWNER } from './status-stage.ts';

/** The odd ones among many services whose backups are fine. */
const ODD: Readonly<Record<string, (now: number) => ServiceView | null>> = {
  billing: (now) => failedView({ name: 'billing' }, now),
  'orders-eu': (now) =>
    serviceView(
      {
        verdict: 'block',
        cause: 'backups',
        reasons: ['recovery-point-too-old'],
        message: 'there is no backup from the last 26 hours',
        recoveryPoint: now - DAY - 21 * HOUR,
        snooze: { until: now + 3 * HOUR, who: 'anna', why: 'migration runs this evening' },
        history: nights(20, [1, 2, 9], now),
      },
      now,
    ),
  search: (now) => serviceView({ lookedAt: now - 3 * HOUR - 5 * MINUTE }, now),
  'warehouse-2': () => null,
  crm: (now) =>
    serviceView(
      {
        verdict: 'warn',
        cause: 'backups',
        reasons: ['size-dropped'],
        message: 'the last full backup is 62% smaller than usual',
        latestSizeBytes: 2_010_000_000,
        history: [...nights(20, [], now).slice(0, -1), ...shrunk(now)],
      },
      now,
    ),
  events: (now) =>
    serviceView(
      {
        verdict: 'warn',
        cause: 'backups',
        reasons: ['no-schedule'],
        message: 'there is no recurring schedule',
        nextDue: null,
        schedule: '',
        history: nights(4, [], now),
      },
      now,
    ),
  archive: (now) =>
    serviceView(
      {
        latestSizeBytes: null,
        schedule: `${MARKED.code('0 */6 * * *')} UTC, snapshot`,
        history: withoutSizes(nights(20, [7], now)),
      },
      now,
    ),
};

function shrunk(now: number): ServiceView['history'] {
  const [{ startedAt = null } = {}] = nights(1, [], now);
  return [{ startedAt, sizeBytes: 2_010_000_000, durationMs: 5 * MINUTE, good: true }];
}

function withoutSizes(history: ServiceView['history']): ServiceView['history'] {
  return history.map(({ startedAt, durationMs, good }) => ({
    startedAt,
    sizeBytes: null,
    durationMs,
    good,
  }));
}

const USUAL = ['prod', 'shop', 'auth', 'users', 'mail'];

/** Names of so many services; from 12 on, all the odd ones are among them. */
export function sampleNames(count: number): readonly string[] {
  const more = Array.from({ length: count }, (_, index) => `tenant-${index + 1}`);
  return [...USUAL.slice(0, 2), ...Object.keys(ODD), ...USUAL.slice(2), ...more].slice(0, count);
}

export function sampleBoard(names: readonly string[], now = NOW): readonly ServiceView[] {
  return names.flatMap((name) => {
    const view = Object.hasOwn(ODD, name) ? ODD[name]?.(now) : serviceView({}, now);
    return view ? [{ ...view, name, service: idOf(name) }] : [];
  });
}

/** Deployments and askers of every kind. */
export function sampleOthers(now = NOW): Required<Others> {
  const deployment = (over: Partial<DeploymentView>): DeploymentView => ({
    repository: 'acme/shop',
    environment: 'production',
    runId: '9876543210',
    state: 'held',
    message: 'billing: the last backup failed',
    requestedAt: now - 9 * MINUTE,
    decidedAt: null,
    isAnswered: false,
    ...over,
  });
  const ask = (over: Partial<Ask>): Ask => ({
    repository: 'acme/shop',
    repositoryId: '123456',
    repositoryOwnerId: OWNER,
    environment: 'production',
    services: ['prod'],
    verdict: 'pass',
    at: now - 5 * MINUTE,
    ...over,
  });
  return {
    deployments: [
      deployment({}),
      deployment({ repository: 'acme/api', state: 'waiting', message: '', runId: '9876543333' }),
      deployment({
        state: 'approved',
        message: 'Last good backup 15 Jan 02:00 UTC',
        decidedAt: now - 2 * HOUR,
        isAnswered: true,
      }),
      deployment({
        environment: 'staging',
        state: 'rejected',
        decidedAt: now - 26 * HOUR,
        runId: '9876541111',
      }),
    ],
    asks: [
      ask({}),
      ask({ repository: 'acme/api', environment: null, verdict: 'block', at: now - 3 * HOUR }),
      ask({ repository: 'acme/crm', verdict: '', services: ['crm', 'search'] }),
    ],
  };
}
