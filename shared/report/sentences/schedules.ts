import { formatDuration } from '../../domain/duration.ts';
import type { FindingOf } from '../../domain/finding.ts';
import type { RenderContext } from '../render-context.ts';
import { endSentence, type Wordings } from './sentence.ts';

type Codes =
  | 'no-schedule'
  | 'schedule-unhealthy'
  | 'schedule-suspended'
  | 'schedule-missing'
  | 'schedule-ambiguous'
  | 'schedule-kept'
  | 'schedule-unverifiable'
  | 'schedule-change-failed';

const MAX_QUOTED = 3;
const SET = 'set the schedule';

export const ABOUT_SCHEDULES: Wordings<Codes> = {
  'no-schedule': {
    clause: () => 'there is no backup schedule',
    fact: () => 'There is no recurring backup schedule, so no backup is due.',
  },

  'schedule-unhealthy': {
    clause: (_, { subject }) => `${subject.provider} reports a problem with a schedule`,
    fact: ({ trouble }, { subject, medium: { quote } }) =>
      `${subject.provider} reports a problem with an active schedule: ${quote(trouble)}.`,
  },

  'schedule-suspended': {
    clause: ({ scheduleIds }) =>
      scheduleIds.length === 1 ? 'the schedule is suspended' : 'all schedules are suspended',
    fact: ({ scheduleIds: { length } }) =>
      length === 1
        ? 'The schedule is suspended, so no backup is due.'
        : `All ${length} schedules are suspended, so no backup is due.`,
  },

  'schedule-missing': {
    clause: ({ scheduleId }) => ({
      undone: SET,
      what: scheduleId === null ? 'there is none to enable' : 'no schedule has the given id',
    }),
    fact: ({ scheduleId, type, scheduleIds }) => {
      const others = scheduleIds.length === 0 ? '' : ` ${countSchedules(scheduleIds)} listed.`;
      return scheduleId === null
        ? `There is no recurring schedule to enable.${others}`
        : `There is no recurring ${type} schedule with the given id.${others}`;
    },
  },

  'schedule-ambiguous': {
    clause: ({ cronText }) => ({
      undone: SET,
      what:
        cronText === undefined ? 'several schedules match' : 'the times of one are not understood',
    }),
    fact: ({ type, scheduleIds, cronText }, { medium: { quote } }) => {
      const shown =
        cronText === undefined ? '' : `times that are not understood: ${quote(cronText)}`;
      return scheduleIds.length === 1 && shown !== ''
        ? `The only ${type} schedule shows ${shown}. It was not changed.`
        : `There ${countMatches(scheduleIds)} for the requested ${type} schedule. None was changed.${shown && ` One shows ${shown}.`}`;
    },
  },

  'schedule-kept': {
    clause: ({ runsPerYear, askedRunsPerYear }) => ({
      undone: SET,
      what:
        runsPerYear > askedRunsPerYear
          ? 'the existing one runs more often'
          : 'the existing one has shorter pauses',
    }),
    fact: describeKept,
  },

  'schedule-unverifiable': {
    clause: ({ cronTexts }) => ({
      undone: 'check the schedule',
      what: cronTexts === undefined ? 'its times are not shown' : 'its times are not understood',
    }),
    fact: ({ scheduleIds: { length }, cronTexts }, { subject, medium: { quote } }) => {
      const which = length > 1 ? `${length} schedules` : 'the schedule';
      return cronTexts === undefined
        ? `${subject.provider} does not show the times of ${which}.`
        : `The times of ${which} are not understood: ${cronTexts.slice(0, MAX_QUOTED).map(quote).join(', ')}.`;
    },
  },

  'schedule-change-failed': {
    clause: ({ unconfirmed, problem }, { subject }) => ({
      undone: SET,
      what: unconfirmed
        ? 'the change could not be confirmed'
        : whatHappened(problem.kind, subject.provider),
    }),
    fact: ({ scheduleId, unconfirmed, problem }, { medium: { quote } }) => {
      const read =
        problem.kind === 'unavailable' ? 'could not be confirmed' : 'is not as requested';
      const failed = scheduleId === null ? 'could not be created' : 'could not be changed';
      const what = unconfirmed ? read : failed;
      return `The schedule ${what}: ${endSentence(quote(problem.message))}`;
    },
  },
};

function whatHappened(kind: string, provider: string): string {
  return kind === 'unavailable'
    ? `${provider} did not answer as expected`
    : `${provider} refused it`;
}

function countSchedules({ length }: readonly string[]): string {
  return length === 1 ? 'One other is' : `${length} others are`;
}

function countMatches({ length }: readonly string[]): string {
  return length === 1 ? 'is 1 possible match' : `are ${length} possible matches`;
}

/** Shows runs and pauses of both, since each schedule may be better in one of them. */
function describeKept(
  finding: FindingOf<'schedule-kept'>,
  { medium: { code } }: RenderContext,
): string {
  const { cron, askedCron, longestPauseMs, askedLongestPauseMs } = finding;
  const [runs, asked] = [finding.runsPerYear, finding.askedRunsPerYear].map(formatCount);
  const isMore = finding.runsPerYear > finding.askedRunsPerYear;
  const pauses = `longest pause ${formatDuration(longestPauseMs)} instead of ${formatDuration(askedLongestPauseMs)}`;
  const why = isMore ? 'runs more often than' : 'has shorter pauses than';
  return `The existing schedule (${code(cron)}) ${why} ${code(askedCron)}: ${runs} instead of ${asked} runs a year, ${pauses}. It was left unchanged.`;
}

function formatCount(count: number): string {
  return String(count < 10 ? Math.round(count * 100) / 100 : Math.round(count));
}
