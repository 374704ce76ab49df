import { median } from '../median.ts';
import type { Load } from './load.ts';

/** Of one load, or the medians of several. Times in milliseconds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export function figuresOf({ answers, tookMs }: Load): Figures {
  const sorted = answers.map((answer) => answer.tookMs).toSorted((a, b) => a - b);
  return {
    perSecond: (answers.length / tookMs) * 1000,
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
  };
}

function percentile(sorted: readonly number[], percent: number): number {
  const index = Math.ceil((sorted.length * percent) / 100) - 1;
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

export function medianOf(rounds: readonly Figures[]): Figures {
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
  };
}

/** How many times the work of another one: the median over the rounds, each held against its own. */
export function timesOf(rounds: readonly Figures[], others: readonly Figures[]): number {
  return median(
    rounds.map((figures, index) => (others[index]?.perSecond ?? Number.NaN) / figures.perSecond),
  );
}
