import { expect, test } from 'vitest';
import { SIX_HOURS } from '../../worker/coordinator/six-hours.ts';
import { docs, tableOf } from '../read-readme.ts';

const LIMITS = docs('worker-limits');

test('docs/worker-limits.md quotes what a run of six hours costs, as it is counted in workerd', () => {
  const quoted = tableOf(LIMITS, 'a run of six hours').map(([, counted = '']) =>
    Number(counted.replace(',', '')),
  );
  expect(quoted).toEqual(Object.values(SIX_HOURS));
});

test('docs/worker-limits.md does not promise more runs than the rows of the free plan allow', () => {
  const [, runs] = /(\d+) such runs a day/.exec(LIMITS) ?? [];
  expect(Number(runs) * SIX_HOURS.rowsWritten).toBeLessThanOrEqual(100_000);
});
