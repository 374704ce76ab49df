import { type Evidence, itemsOf } from '../../shared/domain/evidence.ts';
import { isFinished, newestFirst } from '../../shared/domain/backup.ts';
import { HOUR, type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { judge, type Verdict, verdictOf } from '../../shared/domain/verdict.ts';
import { policy } from '../shared/domain/evidence-fixture.ts';
import { createRandom } from './random.ts';
import { type Scenario, SCENARIOS, type Truth } from './scenarios.ts';

/** How often each verdict was given in one scenario, by the gate and by a fixed age. */
export interface Tally {
  readonly name: string;
  readonly truth: Truth;
  readonly gate: Readonly<Record<Verdict, number>>;
  readonly fixedAge: Readonly<Record<Verdict, number>>;
}

const START = Date.UTC(2026, 2, 2);
const WEEK_IN_MINUTES = 7 * 24 * 60;
const POLICY = policy();

/** How many services there are of each scenario. */
export const EACH = 100;

/** Judges all services; they are the same at every call. */
export function judgeWorld(): readonly Tally[] {
  return SCENARIOS.map((scenario, index) => tally(scenario, index * 100_003));
}

function tally(scenario: Scenario, seed: number): Tally {
  const gate = { pass: 0, warn: 0, block: 0 };
  const fixedAge = { pass: 0, warn: 0, block: 0 };
  for (let nth = 0; nth < EACH; nth += 1) {
    const random = createRandom(seed + nth);
    const now = START + random.whole(0, WEEK_IN_MINUTES) * MINUTE;
    const evidence = scenario.evidence(random, now);
    gate[verdictOf(judge(evidence, POLICY, now).findings)] += 1;
    fixedAge[judgeByFixedAge(evidence, now)] += 1;
  }
  return { name: scenario.name, truth: scenario.truth, gate, fixedAge };
}

const FIXED_AGE = 26 * HOUR;

/** What many teams script: the newest finished backup succeeded, and is younger than 26 hours. */
function judgeByFixedAge({ backups }: Evidence, now: Instant): Verdict {
  const newest = newestFirst(itemsOf(backups)).find(isFinished);
  const isGood = newest?.status === 'succeeded' && now - (newest.startedAt ?? 0) <= FIXED_AGE;
  return isGood ? 'pass' : 'block';
}

export function isSafeBlocked({ truth, gate }: Tally): boolean {
  return truth === 'safe' && gate.block > 0;
}

export function isUnsafePassed({ truth, gate }: Tally): boolean {
  return truth === 'unsafe' && gate.pass > 0;
}

/** One line for each rule: how often it is wrong. */
export function summarise(tallies: readonly Tally[]): readonly [gate: string, fixedAge: string] {
  return [
    `this gate blocks ${describeErrors(tallies, ({ gate }) => gate)}`,
    `a fixed age blocks ${describeErrors(tallies, ({ fixedAge }) => fixedAge)}`,
  ];
}

function describeErrors(tallies: readonly Tally[], by: (tally: Tally) => Tally['gate']): string {
  const share = (truth: Truth, verdict: 'pass' | 'block') => {
    const those = tallies.filter((each) => each.truth === truth);
    const wrong = those.reduce((sum, each) => sum + by(each)[verdict], 0);
    return percent(wrong, those.length * EACH);
  };
  return `${share('safe', 'block')} of the safe services and passes ${share('unsafe', 'pass')} of the unsafe ones`;
}

export function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
