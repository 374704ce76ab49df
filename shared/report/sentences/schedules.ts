import { explainProblem, nameSchedules, type Sentences } from './voice.ts';

type Codes =
  | 'no-schedule'
  | 'schedule-suspended'
  | 'schedule-missing'
  | 'schedule-ambiguous'
  | 'schedule-unverifiable'
  | 'schedule-change-failed';

export const ABOUT_SCHEDULES: Sentences<Codes> = {
  'no-schedule': (_, { can }) => ({
    what: 'No recurring backup schedule exists, so the next backup is left to chance.',
    remedy: can.ensureCron
      ? 'Let this step make sure of one: `schedule: "0 2 * * *"`.'
      : 'Set one up with the provider.',
  }),

  'schedule-suspended': ({ scheduleIds, severity }, voice) => ({
    what: `No recurring schedule runs; suspended: ${nameSchedules(scheduleIds, voice)}.`,
    remedy:
      severity === 'block' || !voice.can.enableSchedule
        ? 'Resume one with the provider.'
        : 'Resume one with `schedule: enabled`, or with the provider.',
  }),

  'schedule-missing': ({ scheduleId, type, scheduleIds }, voice) => {
    const listed =
      scheduleIds.length === 0 ? 'none is listed' : `listed: ${nameSchedules(scheduleIds, voice)}`;
    if (scheduleId === null) {
      return {
        what: `There is no recurring schedule to enable; ${listed}.`,
        remedy: voice.can.ensureCron
          ? 'Have one created by giving its cron: `schedule: "0 2 * * *"`.'
          : 'Set one up with the provider.',
      };
    }
    return {
      what: `There is no recurring ${type} schedule ${voice.quote(scheduleId)}; ${listed}.`,
      remedy: 'Correct `schedule-id` or `backup-type`, or leave `schedule-id` empty.',
    };
  },

  'schedule-ambiguous': ({ type, scheduleIds }, voice) => ({
    what: `Several could be the ${type} schedule that is meant: ${nameSchedules(scheduleIds, voice)}. None was changed.`,
    remedy: 'Say which with `schedule-id`.',
  }),

  'schedule-unverifiable': ({ scheduleIds }, voice) => ({
    what: `The provider does not reveal the times of ${nameSchedules(scheduleIds, voice)}.`,
    remedy: 'A duration as `max-age` judges age without them.',
  }),

  'schedule-change-failed': ({ problem }, voice) => ({
    what: `The schedule could not be brought in line. ${explainProblem(problem, voice)}`,
    remedy:
      problem.kind === 'unavailable'
        ? 'Run the step again.'
        : 'Check that the key may change schedules, then run the step again.',
  }),
};
