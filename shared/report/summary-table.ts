import { formatAge } from '../domain/duration.ts';
import { formatMoment } from '../domain/instant.ts';
import { type Schedule, textNotUnderstood } from '../domain/schedule.ts';
import type { EnsuredSchedule, ServiceResult } from '../domain/service-result.ts';
import type { Verdict } from '../domain/verdict.ts';
import { isInDoubt } from './holdings.ts';
import { labelInMarkdown } from './label.ts';
import { findNextRun } from './next-run.ts';
import { SIGNS } from './signs.ts';
import { quoteMarkdown } from './text.ts';

/** More passing services are collapsed: nobody looks for them. */
const MAX_PASSING = 5;

const ORDER: readonly Verdict[] = ['block', 'warn', 'pass'];

/** All services, worst first. Of those that pass, some stay in sight and the rest is folded. */
export function writeTable(
  results: readonly ServiceResult[],
  { dryRun }: { readonly dryRun: boolean },
): readonly string[] {
  const writeOne = (result: ServiceResult) => writeRow(result, dryRun);
  const sorted = results.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const shown = sorted.length - countFolded(results);
  const folded = sorted.slice(shown);
  return [
    ...(shown > 0 ? [HEAD, ...sorted.slice(0, shown).map(writeOne)] : []),
    ...(folded.length > 0
      ? [
          `\n<details><summary>${SIGNS.pass} ${folded.length} more passing</summary>\n`,
          HEAD,
          ...folded.map(writeOne),
          '\n</details>\n',
        ]
      : []),
  ];
}

function countFolded(results: readonly ServiceResult[]): number {
  const passing = results.filter(({ verdict }) => verdict === 'pass').length;
  return Math.max(0, passing - MAX_PASSING);
}

const HEAD = `
| Service | Verdict | Latest usable backup | Next due | Schedule |
| --- | --- | --- | --- | --- |
`;

function writeRow(result: ServiceResult, dryRun: boolean): string {
  const { judged, verdict } = result;
  const cells = [
    inTable(labelInMarkdown(result)),
    judged ? unbroken(`${SIGNS[verdict]} ${verdict}`) : 'not judged',
    recoveryPointCell(result),
    nextRunCell(result),
    inTable(scheduleCell(result, dryRun)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** Only the widest columns may wrap. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** A bar ends the cell even inside a code span, so it is escaped. */
function inTable(text: string): string {
  return text.replaceAll('|', '\\|');
}

function recoveryPointCell(result: ServiceResult): string {
  const { latestUsable, judgedAt } = result;
  if (!latestUsable) return '—';
  const { recoveryPoint } = latestUsable;
  const doubt = isInDoubt(result) ? ', in doubt' : '';
  return `${formatMoment(recoveryPoint, judgedAt)}, ${formatAge(judgedAt - recoveryPoint)}${doubt}`;
}

function nextRunCell({ schedules, judgedAt }: ServiceResult): string {
  const next = findNextRun(schedules, judgedAt);
  return next ? unbroken(formatMoment(next.at, judgedAt)) : '—';
}

function scheduleCell({ ensured, schedules, judgedAt }: ServiceResult, dryRun: boolean): string {
  if (ensured.length > 0) return ensured.map((one) => changeCell(one, dryRun)).join('<br>');
  const schedule = findNextRun(schedules, judgedAt)?.schedule ?? schedules[0];
  return schedule ? describeSchedule(schedule) : '—';
}

/** What it was and what it is, where that differs. */
function changeCell({ change, before, after }: EnsuredSchedule, dryRun: boolean): string {
  const was = before && describeSchedule(before);
  const is = after ? describeSchedule(after) : 'none';
  return `${was === null || was === is ? '' : `${was} → `}${is}, ${dryRun && change !== 'kept' && change !== 'unchanged' ? 'would be ' : ''}${change}`;
}

function describeSchedule(schedule: Schedule): string {
  const { cron, type, suspended } = schedule;
  const when = cron ? `\`${cron.text}\` UTC` : unknownTimes(schedule);
  return `${when}${type === null ? '' : `, ${quoteMarkdown(type)}`}${suspended ? ', suspended' : ''}`;
}

function unknownTimes(schedule: Schedule): string {
  const shown = textNotUnderstood(schedule);
  return shown === null ? 'times not shown' : `${quoteMarkdown(shown)}, not understood`;
}
