import {
  EACH,
  isSafeBlocked,
  isUnsafePassed,
  judgeWorld,
  percent,
  summarise,
  type Tally,
} from './world.ts';

/** `npm run trust`: judges a small world of services, and shows where the gate is wrong about it. */
const tallies = judgeWorld();
const widest = Math.max(...tallies.map(({ name }) => name.length));
console.log(row('', ['pass', 'warn', 'block', 'fixed age']));
for (const truth of ['safe', 'unsafe'] as const) {
  console.log(`\n${truth} to deploy`);
  for (const each of tallies.filter((tally) => tally.truth === truth)) console.log(describe(each));
}
console.log(`\nOf ${tallies.length * EACH} services,`);
for (const line of summarise(tallies)) console.log(`- ${line}`);
if (tallies.some((tally) => isSafeBlocked(tally) || isUnsafePassed(tally))) process.exitCode = 1;

function describe({ name, truth, gate, fixedAge }: Tally): string {
  const wrong = truth === 'safe' ? fixedAge.block : fixedAge.pass;
  const fixed = wrong === 0 ? 'right' : `${percent(wrong, EACH)} wrong`;
  return row(name, [gate.pass, gate.warn, gate.block, fixed]);
}

function row(name: string, cells: readonly (string | number)[]): string {
  const [pass, warn, block, fixed] = cells.map(String);
  const counts = [pass, warn, block].map((cell = '') => cell.padStart(7)).join('');
  return `  ${name.padEnd(widest)}${counts}   ${fixed ?? ''}`;
}
