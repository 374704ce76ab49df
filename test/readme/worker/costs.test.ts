import { expect, test } from 'vitest';
import { SIX_HOURS } from '../../worker/coordinator/six-hours.ts';
import { tableOf } from '../read-readme.ts';
import { WORKER } from './section.ts';

test('the README quotes what a run of six hours costs, as it is counted in workerd', () => {
  const quoted = tableOf(WORKER, 'a run of six hours').map(([, counted = '']) =>
    Number(counted.replace(',', '')),
  );
  expect(quoted).toEqual(Object.values(SIX_HOURS));
});

test('the README does not promise more runs than the rows of the free plan allow', () => {
  const [, runs] = /(\d+) such runs a day/.exec(WORKER) ?? [];
  expect(Number(runs) * SIX_HOURS.rowsWritten).toBeLessThanOrEqual(100_000);
});
