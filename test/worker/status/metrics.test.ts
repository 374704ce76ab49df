import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { writeExposition } from '../../../worker/status/prometheus.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import { NOW } from '../run-fixture.ts';
import { failedView, serviceView } from './board-fixture.ts';
import { lint, parseExposition } from './exposition.ts';
import { openStatus } from './open-status.ts';

async function readMetrics(views: readonly ServiceView[]) {
  const families = parseExposition(await openStatus(views).text('/metrics'));
  return new Map(families.map((family) => [family.name, family]));
}

/** `{service="prod"}` → value */
async function seriesOf(name: string, views: readonly ServiceView[]) {
  const series = (await readMetrics(views)).get(name)?.series ?? [];
  return series.map(({ labels, value }) => Object.values<string | number>(labels).concat(value));
}

describe('metrics', () => {
  test('are told to be of the text format 0.0.4', async () => {
    const answer = await openStatus().get('/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  test('have exactly these names, types and labels, and the linter has nothing against them', async () => {
    const families = [...(await readMetrics([failedView()])).values()];
    expect(families.flatMap(lint)).toEqual([]);
    const shapes = families.map(({ name, type, series }) => [
      name,
      type,
      [...new Set(series.map(({ labels }) => Object.keys(labels).join()))].join(' '),
    ]);
    expect(shapes).toEqual([
      ['backup_gate_verdict', 'gauge', 'service,verdict'],
      ['backup_gate_recovery_point_timestamp_seconds', 'gauge', 'service'],
      ['backup_gate_next_due_timestamp_seconds', 'gauge', 'service'],
      ['backup_gate_latest_backup_size_bytes', 'gauge', 'service'],
      ['backup_gate_last_look_timestamp_seconds', 'gauge', 'service'],
      ['backup_gate_runs_total', 'counter', 'service,state'],
    ]);
  });

  test('have one verdict of four for every service, and unknown is none of the others', async () => {
    const views = [failedView(), serviceView({ name: 'shop', service: 'dbtgf00000002' })];
    expect(await seriesOf('backup_gate_verdict', views)).toEqual([
      ['prod', 'block', 1],
      ['prod', 'unknown', 0],
      ['prod', 'warn', 0],
      ['prod', 'pass', 0],
      ['shop', 'block', 0],
      ['shop', 'unknown', 0],
      ['shop', 'warn', 0],
      ['shop', 'pass', 1],
      ['archive', 'block', 0],
      ['archive', 'unknown', 1],
      ['archive', 'warn', 0],
      ['archive', 'pass', 0],
    ]);
  });

  test('know no verdict from a look of more than two rounds ago, and keep its moments', async () => {
    const lookedAt = NOW - 2 * HOUR - 1;
    const views = [failedView({ lookedAt })];
    expect((await seriesOf('backup_gate_verdict', views)).slice(0, 4)).toEqual([
      ['prod', 'block', 0],
      ['prod', 'unknown', 1],
      ['prod', 'warn', 0],
      ['prod', 'pass', 0],
    ]);
    const looks = await seriesOf('backup_gate_last_look_timestamp_seconds', views);
    expect(looks).toEqual([['prod', lookedAt / 1000]]);
  });

  test('are moments in seconds, sizes in bytes, and runs by how they ended', async () => {
    const view = serviceView({ recoveryPoint: 1_700_000_000_000, nextDue: 1_700_000_000_500 });
    const runsTotal = { succeeded: 7, failed: 0, timedOut: 2 };
    const views = [{ ...view, latestSizeBytes: 5_312_000_000, runsTotal }];
    const read = (name: string) => seriesOf(`backup_gate_${name}`, views);
    expect(await read('recovery_point_timestamp_seconds')).toEqual([['prod', 1_700_000_000]]);
    expect(await read('next_due_timestamp_seconds')).toEqual([['prod', 1_700_000_000.5]]);
    expect(await read('latest_backup_size_bytes')).toEqual([['prod', 5_312_000_000]]);
    expect(await read('runs_total')).toEqual([
      ['prod', 'succeeded', 7],
      ['prod', 'failed', 0],
      ['prod', 'timed-out', 2],
    ]);
  });

  test('have no series of what was never known', async () => {
    const never = { recoveryPoint: null, nextDue: null, latestSizeBytes: null };
    expect([...(await readMetrics([serviceView(never)])).keys()]).toEqual([
      'backup_gate_verdict',
      'backup_gate_last_look_timestamp_seconds',
      'backup_gate_runs_total',
    ]);
    expect([...(await readMetrics([])).keys()]).toEqual(['backup_gate_verdict']);
  });

  test('of size zero are not the same as of no known size', async () => {
    const views = [serviceView({ latestSizeBytes: 0 })];
    expect(await seriesOf('backup_gate_latest_backup_size_bytes', views)).toEqual([['prod', 0]]);
  });
});

describe('the text format', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '{', '}', ',', '=') }),
  );

  test('carries labels, help and values of any content there and back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(texts, { minLength: 1 }),
        texts.filter((text) => !text.includes('\r')),
        fc.double({ noNaN: true }),
        (values, help, value) => {
          const kept = values.filter((text) => !text.includes('\r'));
          const samples = kept.map((x) => ({ labels: { x, y: 'z' }, value }));
          const text = writeExposition([{ name: 'a', help, type: 'gauge', samples }]);
          const [family] = parseExposition(text);
          if (kept.length === 0) return expect(family).toBeUndefined();
          expect(family?.help).toBe(help);
          expect(family?.series.map(({ labels }) => labels)).toEqual(
            samples.map(({ labels }) => labels),
          );
          expect(family?.series[0]?.value).toBe(value === 0 ? 0 : value);
        },
      ),
    );
  });
});
