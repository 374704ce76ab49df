import { formatDuration } from '../../domain/duration.ts';
import { formatMinute } from '../../domain/instant.ts';
import { explainProblem, nameSchedules, type Sentences } from './sentence.ts';

type Codes =
  | 'no-schedule'
  | 'schedule-not-kept'
  | 'schedule-unhealthy'
  | 'schedule-suspended'
  | 'schedule-missing'
  | 'schedule-ambiguous'
  | 'schedule-kept'
  | 'schedule-unverifiable'
  | 'schedule-change-failed';

const MAX_QUOTED = 3;

export const ABOUT_SCHEDULES: Sentences<Codes> = {
  'no-schedule': () => 'No recurring backup schedule exists, so the next backup is left to chance.',

  'schedule-not-kept': ({ scheduleId, type, cron, dueAt, graceMs, outcome }, quote) =>
    `The ${quote(type ?? '')} backup of ${nameSchedules([scheduleId], quote)} that was due at ${formatMinute(dueAt)} (\`${cron}\`) ${OUTCOMES[outcome]}; its grace of ${formatDuration(graceMs)} is over. Backups of another type cover the data.`,

  'schedule-unhealthy': ({ scheduleId, trouble }, quote) =>
    `The provider says of ${nameSchedules([scheduleId], quote)}, which is active: ${quote(trouble)}.`,

  'schedule-suspended': ({ scheduleIds }, quote) =>
    `No recurring schedule runs; suspended: ${nameSchedules(scheduleIds, quote)}.`,

  'schedule-missing': ({ scheduleId, type, scheduleIds }, quote) => {
    const listed =
      scheduleIds.length === 0 ? 'none is listed' : `listed: ${nameSchedules(scheduleIds, quote)}`;
    return scheduleId === null
      ? `There is no recurring schedule to enable; ${listed}.`
      : `There is no recurring ${type} schedule ${quote(scheduleId)}; ${listed}.`;
  },

  'schedule-ambiguous': ({ type, scheduleIds, cronText }, quote) => {
    const named = nameSchedules(scheduleIds, quote);
    const shown = cronText === undefined ? '' : `times that are not understood: ${quote(cronText)}`;
    return scheduleIds.length === 1 && shown !== ''
      ? `The only ${type} schedule (${named}) shows ${shown}. It was not changed.`
      : `Several could be the ${type} schedule that is meant: ${named}. None was changed.${shown && ` One shows ${shown}.`}`;
  },

  'schedule-kept': (finding, quote) => {
    const { scheduleId, cron, askedCron, longestPauseMs, askedLongestPauseMs } = finding;
    const [runs, asked] = [finding.runsPerYear, finding.askedRunsPerYear].map(formatCount);
    const isMore = finding.runsPerYear > finding.askedRunsPerYear;
    const pauses = `longest pause ${formatDuration(longestPauseMs)} against ${formatDuration(askedLongestPauseMs)}`;
    const why = isMore ? 'runs more often than' : 'pauses less long than';
    return `${startSentence(nameSchedules([scheduleId], quote))} at "${cron}" ${why} "${askedCron}" (${runs} against ${asked} times a year, ${pauses}), so its times were left as they are.`;
  },

  'schedule-unverifiable': ({ scheduleIds, cronTexts }, quote) =>
    cronTexts === undefined
      ? `The provider does not reveal the times of ${nameSchedules(scheduleIds, quote)}.`
      : `The times of ${nameSchedules(scheduleIds, quote)} are not understood: ${cronTexts.slice(0, MAX_QUOTED).map(quote).join(', ')}.`,

  'schedule-change-failed': ({ scheduleId, unconfirmed, problem }, quote) => {
    const named = scheduleId === null ? 'the schedule' : nameSchedules([scheduleId], quote);
    const read = problem.kind === 'unavailable' ? 'is not known to be' : 'is not';
    const failed = unconfirmed ? `${read} as it was asked for` : 'could not be changed';
    const what = scheduleId === null && !unconfirmed ? 'could not be created' : failed;
    return `${startSentence(named)} ${what}. ${explainProblem(problem, quote)}`;
  },
};

const OUTCOMES = {
  unusable: 'succeeded, but cannot be used',
  running: 'has not ended',
  failed: 'failed',
  missing: 'is missing',
} as const;

function startSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function formatCount(count: number): string {
  return String(count < 10 ? Math.round(count * 100) / 100 : Math.round(count));
}
