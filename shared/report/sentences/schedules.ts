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

  'schedule-ambiguous': ({ type, scheduleIds }, quote) =>
    `Several could be the ${type} schedule that is meant: ${nameSchedules(scheduleIds, quote)}. None was changed.`,

  'schedule-unverifiable': ({ scheduleIds }, quote) =>
    `The provider does not reveal the times of ${nameSchedules(scheduleIds, quote)}.`,

  'schedule-change-failed': ({ problem }, quote) =>
    `The schedule could not be created or changed. ${explainProblem(problem, quote)}`,
};

const OUTCOMES = {
  running: 'has not ended',
  failed: 'failed',
  missing: 'is missing',
} as const;
