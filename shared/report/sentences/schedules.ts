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
  | 'schedule-unverifiable'
  | 'schedule-change-failed';

const MAX_QUOTED = 3;

export const ABOUT_SCHEDULES: Sentences<Codes> = {
  'no-schedule': () => 'No recurring backup schedule exists, so the next backup is left to chance.',

  'schedule-not-kept': ({ scheduleId, type, cron, dueAt, graceMs, outcome }, quote) =>
    `The ${quote(type ?? '')} backup of ${nameSchedules([scheduleId], quote)} that was due at ${formatMinute(dueAt)} (\`${cron}\`) ${OUTCOMES[outcome]}, with ${formatDuration(graceMs)} of grace. Backups of another type cover the data.`,

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

  'schedule-unverifiable': ({ scheduleIds, cronTexts }, quote) =>
    cronTexts === undefined
      ? `The provider does not reveal the times of ${nameSchedules(scheduleIds, quote)}.`
      : `The times of ${nameSchedules(scheduleIds, quote)} are not understood: ${cronTexts.slice(0, MAX_QUOTED).map(quote).join(', ')}.`,

  'schedule-change-failed': ({ problem }, quote) =>
    `The schedule could not be created or changed. ${explainProblem(problem, quote)}`,
};

const OUTCOMES = {
  running: 'has not ended',
  failed: 'failed',
  missing: 'is missing',
} as const;
