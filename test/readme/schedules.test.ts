import { expect, test } from 'vitest';
import { readShownCron } from '../../shared/domain/cron.ts';
import { planSchedule } from '../../shared/domain/schedule-plan.ts';
import { schedule } from '../shared/domain/evidence-fixture.ts';
import { codeWords, docs, tableOf } from './read-readme.ts';

function cronOf(text = '') {
  const cron = readShownCron(text);
  if (cron === null) throw new Error(`not a cron: ${text}`);
  return cron;
}

/** What the rules do where the first cron is there, and the second one is asked for. */
function outcomeOf(there: string | undefined, asked: string | undefined, id: string | null) {
  const listed = [schedule({ id: '215', type: 'full', cron: cronOf(there) })];
  const requested = { kind: 'cron', cron: cronOf(asked), type: 'full', scheduleId: id } as const;
  const plan = planSchedule(listed, requested);
  return plan.kind === 'kept' ? `left as ${plan.finding.severity}` : plan.kind;
}

test('docs/schedules.md says truly what is changed, and what is left', () => {
  const rows = tableOf(docs('schedules'), 'existing');
  const said = rows.map(([, , what = '']) => {
    if (what.startsWith('changed')) return 'write';
    return what.includes('warning') ? 'left as warn' : 'left as info';
  });
  const done = rows.map(([there = '', asked = '']) => {
    const [before] = codeWords(there);
    const [wanted] = codeWords(asked);
    // The last row is about any crons, where the one there is named.
    return before === undefined
      ? outcomeOf('* * * * *', '0 2 * * 0', '215')
      : outcomeOf(before, wanted, null);
  });
  expect(done).toEqual(said);
  expect(rows.length).toBeGreaterThan(4);
});
