import { explainProblem, nameSchedules, type Sentences } from './sentence.ts';

type Codes =
  | 'no-schedule'
  | 'schedule-suspended'
  | 'schedule-missing'
  | 'schedule-ambiguous'
  | 'schedule-unverifiable'
  | 'schedule-change-failed';

export const ABOUT_SCHEDULES: Sentences<Codes> = {
  'no-schedule': () => 'No recurring backup schedule exists, so the next backup is left to chance.',

  'schedule-suspended': ({ scheduleIds }, quote) =>
    `No recurring schedule runs; suspended: ${nameSchedules(scheduleIds, quote)}.`,

  'schedule-missing': ({ scheduleId, type, scheduleIds }, quote) => {
    const listed =
      scheduleIds.length === 0 ? 'none is listed' : `listed: ${nameSchedules(scheduleIds, quote)}`;
    return scheduleId === null
      ? `There is no recurring schedule to enable; ${listed}.`
      : `There is no recurring ${type} schedule ${quote(scheduleId)}; ${listed}.`;
  },

  'schedule-ambiguous': ({ type, scheduleIds }, quote) =>
    `Several could be the ${type} schedule that is meant: ${nameSchedules(scheduleIds, quote)}. None was changed.`,

  'schedule-unverifiable': ({ scheduleIds }, quote) =>
    `The provider does not reveal the times of ${nameSchedules(scheduleIds, quote)}.`,

  'schedule-change-failed': ({ problem }, quote) =>
    `The schedule could not be created or changed. ${explainProblem(problem, quote)}`,
};
