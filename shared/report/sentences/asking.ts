import type { RequestedOption } from '../../domain/capability.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { Problem } from '../../domain/evidence.ts';
import type { RenderContext } from '../render-context.ts';
import { endSentence, type Wordings } from './sentence.ts';

type Codes =
  | 'evidence-unavailable'
  | 'evidence-incomplete'
  | 'backup-request-failed'
  | 'wait-timed-out'
  | 'unsupported'
  | 'invalid-input';

const TAKE = 'take a backup';

/** What could not be read, or was requested and failed. */
export const ABOUT_ASKING: Wordings<Codes> = {
  'evidence-unavailable': {
    clause: ({ what, problem }, context) => ({
      undone: what === 'schedules' ? 'check the schedules' : 'check the backups',
      what: whyUnread(problem, context),
    }),
    fact: ({ what, problem }, { medium: { quote } }) =>
      `${UNREAD[what]} could not be read: ${endSentence(quote(problem.message))}`,
  },

  'evidence-incomplete': {
    clause: ({ what }) => ({
      undone: `check the ${what}`,
      what: 'the list could not be read whole',
    }),
    fact: ({ what, itemsRead, reason }, { medium: { quote } }) =>
      `The list of ${what} is incomplete (${itemsRead} read): ${endSentence(quote(reason))}`,
  },

  'backup-request-failed': {
    clause: ({ requested }, { subject }) => ({
      undone: TAKE,
      what: requested ? `${subject.provider} did not complete it` : 'no request was sent',
    }),
    fact: ({ type, problem, requested }, { medium: { quote } }) => {
      const said = endSentence(quote(problem.message));
      return requested
        ? `The requested ${type} backup did not succeed: ${said}`
        : `The ${type} backup was not requested: ${said}`;
    },
  },

  'wait-timed-out': {
    clause: ({ awaited, waitedMs }) =>
      awaited === 'requested'
        ? { undone: TAKE, what: `it has not finished after ${formatDuration(waitedMs)}` }
        : {
            undone: 'wait for the backup',
            what: `it has not finished after ${formatDuration(waitedMs)}`,
          },
    fact: ({ awaited, waitedMs, lastSeen }, { medium: { quote } }) => {
      const which = awaited === 'requested' ? 'requested' : 'running';
      return `The ${which} backup has not finished after ${formatDuration(waitedMs)}. Last seen: ${endSentence(quote(lastSeen))}`;
    },
  },

  unsupported: {
    clause: ({ provider, option }) => ({
      undone: UNSUPPORTED[option].todo,
      what: `${provider}'s API ${UNSUPPORTED[option].cannot}`,
    }),
    fact: ({ provider, option }) => {
      const { asked, cannot } = UNSUPPORTED[option];
      return `${asked}, but ${provider}'s API ${cannot}.`;
    },
  },

  // Only a workflow has inputs, and their messages are the Action's own.
  'invalid-input': {
    clause: ({ input }) => ({ undone: 'start', what: `the input ${input} is invalid` }),
    fact: ({ input, value, message }, { medium: { quote, code } }) => {
      const given = value === null ? '' : `${quote(value)} is not allowed; `;
      return `${code(input)}: ${given}${message.replace(/`([^`]+)`/g, (_, text: string) => code(text))}`;
    },
  },
};

/** In the provider's name, because the reader has to know who to ask. */
function whyUnread({ kind, inShort }: Problem, { subject, medium }: RenderContext): string {
  const { provider } = subject;
  if (inShort !== undefined) return inShort;
  switch (kind) {
    case 'credential-refused':
      return `${provider} refused the key`;
    case 'unknown-service':
    case 'not-found':
      return `${provider} does not know ${medium.quote(subject.service)}`;
    case 'refused':
      return `${provider} refused the request`;
    case 'unavailable':
      return `${provider} did not answer`;
  }
}

const UNREAD = {
  backups: 'The backups',
  schedules: 'The schedules',
  everything: 'Backups and schedules',
} as const;

interface Unsupported {
  /** After "could not". */
  readonly todo: string;
  readonly asked: string;
  readonly cannot: string;
}

const NO_SIZES = 'reports no sizes in a known unit';

/** What was asked for, and what the provider's API cannot do. */
const UNSUPPORTED: Readonly<Record<RequestedOption, Unsupported>> = {
  'all-services': {
    todo: 'check all services',
    asked: 'All services were requested',
    cannot: 'cannot list them',
  },
  'schedule-times': {
    todo: 'set the schedule',
    asked: 'A schedule with given times was requested',
    cannot: 'cannot set when backups run',
  },
  'active-schedule': {
    todo: 'set the schedule',
    asked: 'An active schedule was requested',
    cannot: 'does not expose schedules',
  },
  'no-active-schedule': {
    todo: 'suspend the schedule',
    asked: 'Suspending the schedules was requested',
    cannot: 'cannot suspend schedules',
  },
  'no-schedule': {
    todo: 'delete the schedule',
    asked: 'Deleting a schedule was requested',
    cannot: 'cannot delete schedules',
  },
  backup: {
    todo: TAKE,
    asked: 'A one-time backup was requested',
    cannot: 'cannot start a backup',
  },
  'min-size': { todo: 'check sizes', asked: 'A minimum size is set', cannot: NO_SIZES },
  'max-size-drop': {
    todo: 'check sizes',
    asked: 'A limit on size drops is set',
    cannot: NO_SIZES,
  },
  'wait-for-running': {
    todo: 'wait for running backups',
    asked: 'Waiting for running backups was requested',
    cannot: 'does not list them',
  },
};
