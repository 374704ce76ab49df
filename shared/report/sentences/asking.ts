import type { RequestedOption } from '../../domain/capability.ts';
import { formatDuration } from '../../domain/duration.ts';
import { explainProblem, type Sentences } from './sentence.ts';

type Codes =
  | 'evidence-unavailable'
  | 'evidence-incomplete'
  | 'backup-request-failed'
  | 'wait-timed-out'
  | 'unsupported'
  | 'invalid-input';

/** What could not be read, or was requested and failed. */
export const ABOUT_ASKING: Sentences<Codes> = {
  'evidence-unavailable': ({ what, problem }, quote) =>
    `${UNREAD[what]} could not be read. ${explainProblem(problem, quote)}`,

  'evidence-incomplete': ({ what, itemsRead, reason }, quote) =>
    `The list of ${what} could not be read to its end: ${itemsRead} read, then ${quote(reason)}.`,

  'backup-request-failed': ({ type, problem, requested }, quote) =>
    requested
      ? `The requested ${type} backup did not succeed. ${explainProblem(problem, quote)}`
      : `The ${type} backup that was asked for was not requested: ${explainProblem(problem, quote)}`,

  'wait-timed-out': ({ awaited, waitedMs, lastSeen }, quote) => {
    const backup = awaited === 'requested' ? 'The requested backup' : 'The running backup';
    return `${backup} had not ended after ${formatDuration(waitedMs)} of waiting; last seen: ${quote(lastSeen)}.`;
  },

  unsupported: ({ provider, option }) => {
    const [asked, cannot] = UNSUPPORTED[option];
    return `${asked}, but the API of ${provider} ${cannot}.`;
  },

  // Only a workflow has inputs, and their messages are the Action's own.
  'invalid-input': ({ input, value, message }, quote) =>
    `\`${input}\`: ${value === null ? '' : `${quote(value)} is not allowed; `}${message}`,
};

const UNREAD = {
  backups: 'The backups',
  schedules: 'The schedules',
  everything: 'Backups and schedules',
} as const;

const NO_SIZES = 'gives no size in a known unit';

/** The option, and what the provider's API cannot do. */
const UNSUPPORTED: Readonly<Record<RequestedOption, readonly [asked: string, cannot: string]>> = {
  'all-services': [
    'All services were asked for',
    'gives no list of all backups and schedules, in which every service could be found',
  ],
  'schedule-times': ['A schedule at given times was asked for', 'cannot set when backups run'],
  'active-schedule': ['An active schedule was asked for', 'shows no schedules'],
  'no-active-schedule': ['Suspended schedules were asked for', 'cannot suspend one'],
  'no-schedule': ['The deletion of a schedule was asked for', 'cannot delete one'],
  backup: ['A one-time backup was asked for', 'cannot start a backup'],
  'min-size': ['A minimum size was asked for', NO_SIZES],
  'max-size-drop': ['A limit on the drop in size was asked for', NO_SIZES],
  'wait-for-running': [
    'Waiting for running backups was asked for',
    'does not show backups that still run',
  ],
};
