import type { Capabilities, RequestedOption } from '../shared/domain/capability.ts';
import type { Problem } from '../shared/domain/evidence.ts';
import type { FindingOf } from '../shared/domain/finding.ts';
import { NOT_KEPT, whyTooOld } from '../shared/report/not-kept.ts';
import { remedyFrom, type Remedies } from '../shared/report/render-context.ts';

/**
 * What to do about a finding in a workflow: change an input, run the step again, or go to the
 * provider.
 */
const REMEDIES: Remedies = {
  'latest-backup-failed': (_, capabilities) =>
    `${takeOne(capabilities)}, and find out why this one did not succeed.`,

  'no-usable-backup': ({ wholeOrganisation }, capabilities) =>
    wholeOrganisation
      ? 'Check that `api-key` belongs to the organisation that you mean. Name a service that is in no list in `service`.'
      : `${takeOne(capabilities)}, and check that \`service\` and \`accept-types\` are what you mean.`,

  'recovery-point-too-old': ({ limit }, capabilities) => {
    if (limit.kind === 'fallback') {
      const schedule = capabilities.ensureCron ? '`schedule`, or ' : '';
      return `Set ${schedule}\`max-age\` to a duration, to have this judged strictly.`;
    }
    const orRaise = limit.kind === 'max-age' ? '; if this age is fine, raise `max-age`' : '';
    if (limit.kind === 'suspended') {
      return `${takeOne(capabilities)}, and resume a schedule${capabilities.enableSchedule ? ' with `schedule: enabled`' : ' with the provider'}.`;
    }
    if (limit.kind === 'due' && limit.outcome === 'running') {
      return 'Wait for it with `in-progress: wait`, or run the step again when it has ended.';
    }
    return `${takeOne(capabilities)}, and find out why ${whyTooOld(limit)}${orRaise}.`;
  },

  'recovery-point-in-future': () =>
    "Check the runner's clock; if it is right, ask the provider: no age can be trusted.",

  'backup-in-progress': ({ severity }) =>
    severity === 'block'
      ? 'Wait for it with `in-progress: wait`, or go by the previous one with `in-progress: previous`.'
      : '',

  'backup-stuck': (_, capabilities) =>
    `${takeOne(capabilities)}; if that hangs too, ask the provider.`,

  'too-small': ({ sizeBytes, minSizeBytes }) => {
    const orLower = sizeBytes && minSizeBytes ? '; if it is right, lower `min-size`' : '';
    return `Look at what it contains before you rely on it${orLower}.`;
  },

  'size-dropped': () =>
    'Look at what is missing from it before you rely on it; if so much was deleted on purpose, raise `max-size-drop` or switch it `off` until the median has followed.',

  'slower-than-usual': () => 'Find out what slowed it down before one does not end in time.',

  'restore-chain-broken': (_, capabilities) =>
    `${takeOne(capabilities)}${capabilities.requestBackup ? ' and `backup-type: full`' : ', a full one'}.`,

  'rows-failed': ({ severity }, capabilities) =>
    severity === 'block'
      ? `${takeOne(capabilities)}, and find out why no row was saved.`
      : 'Look at its log before you rely on all of it.',

  'schedule-not-kept': ({ outcome }) => `Find out why ${NOT_KEPT[outcome]}.`,

  'schedule-unhealthy': () => 'Put it right with the provider.',

  'no-schedule': ({ severity }, { ensureCron }) => {
    // It was asked for.
    if (severity === 'info') return '';
    return ensureCron
      ? 'Let this step make sure of one: `schedule: "0 2 * * *"`.'
      : 'Set one up with the provider.';
  },

  'schedule-suspended': ({ severity }, { enableSchedule }) => {
    if (severity === 'info') return 'Resume with `schedule: enabled` when the time has come.';
    return severity === 'block' || !enableSchedule
      ? 'Resume one with the provider.'
      : 'Resume one with `schedule: enabled`, or with the provider.';
  },

  'schedule-missing': ({ scheduleId }, { ensureCron }) => {
    if (scheduleId !== null) {
      return 'Correct `schedule-id` or `backup-type`, or leave `schedule-id` empty.';
    }
    return ensureCron
      ? 'Have one created by giving its cron: `schedule: "0 2 * * *"`.'
      : 'Set one up with the provider.';
  },

  'schedule-ambiguous': () => 'Say which with `schedule-id`.',

  'schedule-kept': () => 'To have it run at the times asked for, name it in `schedule-id`.',

  'schedule-unverifiable': () => 'A duration as `max-age` judges age without them.',

  'schedule-change-failed': ({ problem, unconfirmed }) => {
    if (unconfirmed) return 'Look at the schedules with the provider, then run the step again.';
    return problem.kind === 'unavailable'
      ? 'Run the step again.'
      : 'Check that the key may change schedules, then run the step again.';
  },

  'status-unrecognised': () =>
    'Look at it with the provider; `on-unknown: warn` lets the step go on meanwhile.',

  'evidence-unavailable': ({ problem }) => AFTER_PROBLEM[problem.kind],

  'evidence-incomplete': () =>
    'Run the step again; `on-unknown: warn` judges by what could be read.',

  'backup-request-failed': ({ requested }) =>
    requested
      ? 'Look at what the provider says, then run the step again.'
      : 'Run the step again, with a longer `timeout` where that was used up.',

  'wait-timed-out': () => 'It may still succeed: run the step again later, or raise `timeout`.',

  unsupported: ({ option }, capabilities) => insteadOf(option, capabilities),

  // Its message already says what is allowed.
  'invalid-input': () => '',
};

export const remedyOf = remedyFrom(REMEDIES);

function takeOne({ requestBackup }: Capabilities): string {
  return requestBackup
    ? 'Take a new backup with `backup: if-needed`'
    : 'Take a new backup with the provider';
}

const AFTER_PROBLEM: Readonly<Record<Problem['kind'], string>> = {
  'credential-refused': 'Check that `api-key` is current and may read this service.',
  'unknown-service':
    'Check the id in `service`, and `base-url` if it is set, and that the key may see the service.',
  'not-found': 'Check the ids in the inputs, and that nobody removed what they name.',
  refused: 'Check the inputs against what the provider says.',
  unavailable: 'Run the step again; `on-unknown: warn` lets it go on meanwhile.',
};

const INSTEAD: Readonly<
  Record<Exclude<RequestedOption, 'schedule-times' | 'all-services'>, string>
> = {
  'active-schedule': 'Leave `schedule` empty; the gate still judges the backups.',
  'no-active-schedule': 'Suspend it with the provider, and leave `schedule` empty.',
  'no-schedule': 'Delete it with the provider, and leave `schedule` empty.',
  backup: 'Leave `backup` at `never`; the gate still judges the backups.',
  'min-size': 'Leave `min-size` empty; the gate still judges status and age.',
  'max-size-drop': 'Leave out `max-size-drop`; the gate still judges status and age.',
  'wait-for-running': 'Give `in-progress: previous`.',
};

/** What the provider supports instead. */
function insteadOf(
  option: FindingOf<'unsupported'>['option'],
  { enableSchedule, wholeWorkspace }: Capabilities,
): string {
  if (option === 'all-services') {
    const together = wholeWorkspace ? ', or all those of a workspace as 12/all' : '';
    return `Name the services in \`service\`, one a line${together}.`;
  }
  if (option !== 'schedule-times') return INSTEAD[option];
  return enableSchedule
    ? 'Set the times with the provider, and give `schedule: enabled` to make sure that they are in force.'
    : 'Set the times with the provider, and leave `schedule` empty; the gate still judges the backups.';
}
