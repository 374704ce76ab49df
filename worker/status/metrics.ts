import { type Instant, SECOND } from '../../shared/domain/instant.ts';
import { type Metric, type Sample, writeExposition } from './prometheus.ts';
import type { ServiceView } from './service-view.ts';
import type { ShownService } from './shown-service.ts';
import { SHOWN_VERDICTS } from './shown-verdict.ts';

/**
 * All services as Prometheus reads them. Moments instead of ages, which would be wrong as soon as
 * they are stored; what was never known has no series.
 */
export function writeMetrics(services: readonly ShownService[]): string {
  return writeExposition([
    {
      name: 'backup_gate_verdict',
      help: 'Whether this is the verdict on the backups of the service (1) or not (0).',
      type: 'gauge',
      samples: services.flatMap(verdictSamples),
    },
    momentMetric(services, {
      name: 'backup_gate_recovery_point_timestamp_seconds',
      help: 'The moment that the data can return to with the last good backup.',
      read: ({ recoveryPoint }) => recoveryPoint,
    }),
    momentMetric(services, {
      name: 'backup_gate_next_due_timestamp_seconds',
      help: 'When the next scheduled backup is due.',
      read: ({ nextDue }) => nextDue,
    }),
    {
      name: 'backup_gate_latest_backup_size_bytes',
      help: 'Size of the latest usable backup.',
      type: 'gauge',
      samples: services.flatMap((one) => sampleOf(one, one.view?.latestSizeBytes)),
    },
    momentMetric(services, {
      name: 'backup_gate_last_look_timestamp_seconds',
      help: 'When the watch last looked at the service.',
      read: ({ lookedAt }) => lookedAt,
    }),
    {
      name: 'backup_gate_runs_total',
      help: 'One-time backups that were asked of the Worker and have ended, by how they ended.',
      type: 'counter',
      samples: services.flatMap(runSamples),
    },
  ]);
}

function verdictSamples({ name, verdict }: ShownService): readonly Sample[] {
  return SHOWN_VERDICTS.map((one) => ({
    labels: { service: name, verdict: one },
    value: one === verdict ? 1 : 0,
  }));
}

interface Moment {
  readonly name: string;
  readonly help: string;
  readonly read: (view: ServiceView) => Instant | null;
}

function momentMetric(services: readonly ShownService[], { name, help, read }: Moment): Metric {
  const samples = services.flatMap((one) => {
    const instant = one.view && read(one.view);
    return sampleOf(one, instant === null ? null : instant / SECOND);
  });
  return { name, help, type: 'gauge', samples };
}

function sampleOf({ name }: ShownService, value: number | null | undefined): readonly Sample[] {
  return typeof value === 'number' ? [{ labels: { service: name }, value }] : [];
}

function runSamples({ name, view }: ShownService): readonly Sample[] {
  if (!view) return [];
  const { succeeded, failed, timedOut } = view.runsTotal;
  return Object.entries({ succeeded, failed, 'timed-out': timedOut }).map(([state, value]) => ({
    labels: { service: name, state },
    value,
  }));
}
