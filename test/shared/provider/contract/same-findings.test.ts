import { describe, expect, test } from 'vitest';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import type { Bench, Stage } from './bench.ts';
import { BENCHES } from './benches.ts';
import { type GivenInputs, runStep } from './recorded-step.ts';
import { night, seedNights } from './seeds.ts';

holdRetryDelays();

interface Scenario {
  readonly what: string;
  readonly prepare: (stage: Stage, bench: Bench) => void;
  readonly given?: GivenInputs | ((bench: Bench) => GivenInputs);
  /** The output `reasons`, the same for every provider. */
  readonly reasons: string;
}

const SCENARIOS: readonly Scenario[] = [
  {
    what: 'the latest backup failed',
    prepare: (stage) => {
      seedNights(stage, 2);
      stage.seed({ status: 'failed', startedAt: '2026-01-15T08:00:00Z' });
    },
    reasons: 'latest-backup-failed',
  },
  {
    what: 'the latest backup is too old',
    prepare: (stage) => stage.seed({ status: 'succeeded', startedAt: night(14) }),
    given: { 'max-age': '26h' },
    reasons: 'recovery-point-too-old',
  },
  { what: 'there is no backup', prepare: () => {}, reasons: 'no-usable-backup' },
  {
    what: 'no backup succeeded',
    prepare: (stage) => stage.seed({ status: 'failed', startedAt: night(15) }),
    reasons: 'latest-backup-failed,no-usable-backup',
  },
  {
    what: "the latest backup's status is a word not known",
    prepare: (stage) => {
      seedNights(stage, 1);
      stage.seed({ status: 'unknown', startedAt: '2026-01-15T08:00:00Z' });
    },
    reasons: 'status-unrecognised',
  },
  {
    what: 'a backup is in progress, and that is to block',
    prepare: (stage) => {
      seedNights(stage, 1);
      stage.seedRunning();
    },
    given: { 'in-progress': 'block' },
    reasons: 'backup-in-progress',
  },
  {
    what: 'a backup is dated in the future',
    prepare: (stage) => {
      seedNights(stage, 1);
      stage.seed({ status: 'succeeded', startedAt: night(17) });
    },
    reasons: 'recovery-point-in-future',
  },
  {
    what: 'the API is down',
    prepare: (stage) => stage.fail({ kind: 'status', status: 503, times: Infinity }),
    reasons: 'evidence-unavailable',
  },
  {
    what: 'nobody listens',
    prepare: (stage) => stage.fail({ kind: 'refused-connection', times: Infinity }),
    reasons: 'evidence-unavailable',
  },
  {
    what: 'the key is wrong',
    prepare: (stage) => void seedNights(stage, 1),
    given: ({ wrongKey }) => ({ 'api-key': wrongKey, 'on-unknown': 'warn' }),
    reasons: 'evidence-unavailable',
  },
  {
    what: 'the list is lost in the middle',
    prepare: (stage, { listing: when }) => {
      stage.limitPages(1);
      seedNights(stage, 3);
      stage.fail({ kind: 'html', when, skip: 1, times: Infinity });
    },
    reasons: 'evidence-incomplete',
  },
];

describe.each(BENCHES)('at $name the gate closes where', (bench) => {
  test.each(SCENARIOS)('$what', async ({ prepare, given = {}, reasons }) => {
    const stage = await bench.start();
    prepare(stage, bench);
    const inputs = typeof given === 'function' ? given(bench) : given;
    const { outputs, failures } = await runStep(bench, stage, inputs);
    expect(outputs).toMatchObject({ verdict: 'block', gate: 'closed', reasons });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(reasons.split(',')[0]);
  });
});

describe.each(BENCHES)('at $name the gate stays open where', (bench) => {
  test('the latest backup is good', async () => {
    const stage = await bench.start();
    const [latest] = seedNights(stage, 3);
    const { outputs, failures } = await runStep(bench, stage);
    expect(outputs).toMatchObject({
      verdict: 'pass',
      gate: 'open',
      reasons: '',
      'backup-id': latest,
      'backup-status': 'succeeded',
      'recovery-point': night(15),
      'age-seconds': '36000',
    });
    expect(failures).toEqual([]);
  });

  test('a backup is in progress and the previous one is good', async () => {
    const stage = await bench.start();
    const [latest] = seedNights(stage, 1);
    stage.seedRunning();
    const { outputs } = await runStep(bench, stage);
    expect(outputs).toMatchObject({ verdict: 'pass', gate: 'open', 'backup-id': latest });
  });
});
