import { formatDuration } from '../../domain/duration.ts';
import type { Problem } from '../../domain/evidence.ts';
import { explainProblem, type Sentences } from './voice.ts';

type Codes =
  | 'evidence-unavailable'
  | 'evidence-incomplete'
  | 'backup-request-failed'
  | 'wait-timed-out'
  | 'unsupported'
  | 'invalid-input';

/** What could not be asked, or was asked in vain. */
export const ABOUT_ASKING: Sentences<Codes> = {
  'evidence-unavailable': ({ what, problem }, voice) => ({
    what: `${UNREAD[what]} could not be read. ${explainProblem(problem, voice)}`,
    remedy: PROBLEM_REMEDIES[problem.kind],
  }),

  'evidence-incomplete': ({ what, itemsRead, reason }, { quote }) => ({
    what: `The list of ${what} could not be read to its end: ${itemsRead} read, then ${quote(reason)}.`,
    remedy: 'Run the step again; `on-unknown: warn` judges by what could be read.',
  }),

  'backup-request-failed': ({ type, problem, requested }, voice) =>
    requested
      ? {
          what: `The requested ${type} backup did not succeed. ${explainProblem(problem, voice)}`,
          remedy: 'Look at what the provider says, then run the step again.',
        }
      : {
          what: `The ${type} backup that was asked for was not requested: ${explainProblem(problem, voice)}`,
          remedy: 'Run the step again, with a longer `timeout` where that was used up.',
        },

  'wait-timed-out': ({ awaited, waitedMs, lastSeen }, { quote }) => {
    const backup = awaited === 'requested' ? 'The requested backup' : 'The running backup';
    return {
      what: `${backup} had not ended after ${formatDuration(waitedMs)} of waiting (\`timeout\`); last seen: ${quote(lastSeen)}.`,
      remedy: 'It may still succeed: run the step again later, or raise `timeout`.',
    };
  },

  unsupported: ({ input, message, remedy }) => ({ what: `\`${input}\`: ${message}.`, remedy }),

  'invalid-input': ({ input, value, message }, { quote }) => ({
    what: `\`${input}\`: ${value === null ? '' : `${quote(value)} is not allowed; `}${message}`,
    remedy: '',
  }),
};

const UNREAD = {
  backups: 'The backups',
  schedules: 'The schedules',
  everything: 'Backups and schedules',
} as const;

const PROBLEM_REMEDIES: Readonly<Record<Problem['kind'], string>> = {
  'credential-refused': 'Check that `api-key` is current and may read this service.',
  'unknown-service':
    'Check the id in `service`, and `base-url` if it is set, and that the key may see the service.',
  'not-found': 'Check the ids in the inputs, and that nobody removed what they name.',
  refused: 'Check the inputs against what the provider says.',
  unavailable: 'Run the step again; `on-unknown: warn` lets it go on meanwhile.',
};
