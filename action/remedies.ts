import type { RequestedOption } from '../shared/domain/capability.ts';
import type { Problem } from '../shared/domain/evidence.ts';
import type { FindingOf, Severity } from '../shared/domain/finding.ts';
import {
  type RemedyOf,
  type RenderContext,
  remedyFrom,
  type Remedies,
} from '../shared/report/render-context.ts';
import { listChoices } from '../shared/report/ids.ts';
import { WHY_NOT_KEPT, whyTooOld } from '../shared/report/sentences/ages.ts';
import { ENDS } from '../shared/report/sentences/backups.ts';

const RERUN = 'Then re-run this job';

/**
 * What to do about a finding, for somebody who looks at a workflow: what can be done right now comes
 * first, and what to change in the step after it.
 */
const REMEDIES: Remedies = {
  'latest-backup-failed': ({ status }, context) =>
    takeOne(context, { andThen: `Find out why the last one ${ENDS[status]}.` }),

  'no-usable-backup': ({ wholeOrganisation, nothingListed }, context) => {
    const { code } = context.medium;
    if (wholeOrganisation) {
      return `Check that ${code('api-key')} belongs to the right organisation. If a service has neither, name it in ${code('service')}.`;
    }
    if (nothingListed) {
      return `Check ${code('service')} and ${code('api-key')} against ${portal(context)}. ${RERUN}.`;
    }
    return takeOne(context, {
      andThen: `Check that ${code('service')} and ${code('accept-types')} are right.`,
    });
  },

  'recovery-point-too-old': ({ limit, severity }, context) => {
    const { code } = context.medium;
    const { ensureCron, enableSchedule } = context.subject.capabilities;
    if (limit.kind === 'fallback') {
      const schedule = ensureCron ? `${code('schedule')}, or ` : '';
      const judge = `Set ${schedule}${code('max-age')} to a duration, to have this judged strictly.`;
      return severity === 'block' ? takeOne(context, { andThen: judge }) : judge;
    }
    if (limit.kind === 'suspended') {
      const how = enableSchedule ? `with ${code('schedule: enabled')}` : `in ${portal(context)}`;
      return takeOne(context, { andThen: `Resume a schedule ${how}.` });
    }
    if (limit.kind === 'due' && limit.outcome === 'running') {
      return `Re-run this job when it has finished, or wait for it with ${code('in-progress: wait')}.`;
    }
    const orRaise =
      limit.kind === 'max-age' ? ` If this age is acceptable, raise ${code('max-age')}.` : '';
    return takeOne(context, { andThen: `Find out why ${whyTooOld(limit)}.${orRaise}` });
  },

  'recovery-point-in-future': (_, { subject }) =>
    `Check the runner's clock. If it is right, contact ${subject.provider}: no age can be trusted.`,

  'backup-in-progress': ({ severity }, { medium: { code } }) =>
    severity === 'block'
      ? `Re-run this job when it has finished, or wait for it with ${code('in-progress: wait')}.`
      : '',

  'backup-stuck': (_, context) =>
    takeOne(context, { andThen: `If the new one hangs too, ask ${context.subject.provider}.` }),

  'too-small': ({ sizeBytes, minSizeBytes, dependentBackupId }, context) => {
    if (sizeBytes === 0) {
      const type = dependentBackupId === null ? '' : 'full';
      return takeOne(context, { type, andThen: 'Find out why this one is empty.' });
    }
    const orLower =
      sizeBytes && minSizeBytes
        ? ` If the size is right, lower ${context.medium.code('min-size')}.`
        : '';
    return `Check what it contains before you rely on it.${orLower}`;
  },

  'size-dropped': (_, { medium: { code } }) =>
    `Check what is missing before you rely on it. If that much was deleted on purpose, raise ${code('max-size-drop')}, or set it to ${code('off')} until the median has caught up.`,

  'slower-than-usual': () =>
    'Find out what slowed it down before a backup fails to finish in time.',

  'restore-chain-broken': (_, context) => takeOne(context, { type: 'full' }),

  'rows-failed': ({ severity }, context) =>
    severity === 'block'
      ? takeOne(context, { andThen: 'Find out why no rows were saved.' })
      : 'Check its log for what is missing before you rely on it.',

  'schedule-not-kept': ({ outcome }) => `Find out why ${WHY_NOT_KEPT[outcome]}.`,

  'schedule-unhealthy': (_, context) => `Fix it in ${portal(context)}.`,

  'no-schedule': ({ severity }, context) => {
    // It was asked for.
    if (severity === 'info') return '';
    return context.subject.capabilities.ensureCron
      ? `Let this step create one: ${context.medium.code('schedule: "0 2 * * *"')}.`
      : `Set one up in ${portal(context)}.`;
  },

  'schedule-suspended': ({ severity }, context) => {
    const { code } = context.medium;
    if (severity === 'info') return `Afterwards, resume it with ${code('schedule: enabled')}.`;
    return severity === 'block' || !context.subject.capabilities.enableSchedule
      ? `Resume one in ${portal(context)}.`
      : `Resume one in ${portal(context)}, or with ${code('schedule: enabled')}.`;
  },

  'schedule-missing': ({ scheduleId }, context) => {
    const { code } = context.medium;
    if (scheduleId !== null) {
      return `Correct ${code('schedule-id')} or ${code('backup-type')}, or leave ${code('schedule-id')} empty.`;
    }
    return context.subject.capabilities.ensureCron
      ? `To create one, set its times: ${code('schedule: "0 2 * * *"')}.`
      : `Set one up in ${portal(context)}.`;
  },

  'schedule-ambiguous': ({ scheduleIds }, { medium }) =>
    `Pick one with ${medium.code('schedule-id')}: ${listChoices(scheduleIds, medium)}.`,

  'schedule-kept': (_, { medium: { code } }) =>
    `To change it anyway, put its id into ${code('schedule-id')}.`,

  'schedule-unverifiable': (_, { medium: { code } }) =>
    `To judge age without them, set ${code('max-age')} to a duration.`,

  'schedule-change-failed': ({ problem, unconfirmed }, context) => {
    if (unconfirmed) return `Check the schedules in ${portal(context)}. ${RERUN}.`;
    return problem.kind === 'unavailable'
      ? 'Re-run this job.'
      : `Check that the key may change schedules. ${RERUN}.`;
  },

  'status-unrecognised': ({ severity }, context) =>
    [`Look at it in ${portal(context)}.`, goOn(severity, context)].filter(Boolean).join(' '),

  'evidence-unavailable': ({ problem, severity }, context) =>
    problem.kind === 'unavailable'
      ? ['Re-run this job in a few minutes.', goOn(severity, context)].filter(Boolean).join(' ')
      : afterProblem(problem.kind, context),

  'evidence-incomplete': ({ severity }, { medium: { code } }) =>
    severity === 'block'
      ? `Re-run this job. ${code('on-unknown: warn')} judges by what could be read.`
      : 'Re-run this job, to have all of it judged.',

  'backup-request-failed': ({ requested }, { medium: { code } }) =>
    requested
      ? `Fix what the provider reports. ${RERUN}.`
      : `Re-run this job. If it ran out of time, raise ${code('timeout')}.`,

  'wait-timed-out': (_, { medium: { code } }) =>
    `It may still succeed: re-run this job later, or raise ${code('timeout')}.`,

  unsupported: ({ option }, context) => insteadOf(option, context),

  // Its message already says what is allowed.
  'invalid-input': () => '',
};

export const remedyOf: RemedyOf = remedyFrom(REMEDIES);

/** A service's name in the Worker, which the workflow may use too. */
const WORKER_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** First what takes two minutes, then the input that automates it next time. */
function takeOne(
  context: RenderContext,
  { type = '', andThen = '' }: { readonly type?: string; readonly andThen?: string } = {},
): string {
  const { subject, medium } = context;
  const { name, capabilities } = subject;
  const which = type === '' ? 'one' : `a ${type} one`;
  const command = ['/backup', name, type].filter(Boolean).join(' ');
  const hasCommand = capabilities.requestBackup && name !== undefined && WORKER_NAME.test(name);
  const inSlack = hasCommand ? `: ${medium.code(command)} in Slack, or` : '';
  // It cannot be asked for, or is already.
  const isAsked = !capabilities.requestBackup || !!subject.request;
  const input = type === '' ? 'backup: if-needed' : `backup: if-needed, backup-type: ${type}`;
  return [
    `Take ${which} now${inSlack} in ${portal(context)}. ${RERUN}.`,
    andThen,
    isAsked ? '' : `Next time, ${medium.code(input)} takes one automatically.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function portal({ subject }: RenderContext): string {
  return subject.provider === 'the provider' ? 'the provider' : `${subject.provider}'s portal`;
}

/** What opens the gate meanwhile, where it is not set already. */
function goOn(severity: Severity, { medium: { code } }: RenderContext): string {
  return severity === 'block' ? `${code('on-unknown: warn')} lets the deploy go on meanwhile.` : '';
}

function afterProblem(
  kind: Exclude<Problem['kind'], 'unavailable'>,
  context: RenderContext,
): string {
  const { code } = context.medium;
  switch (kind) {
    case 'credential-refused':
      return `Check that ${code('api-key')} is current and may read this service. ${RERUN}.`;
    case 'unknown-service':
      return `Check the id in ${code('service')}, ${code('base-url')} if it is set, and that the key can access the service.`;
    case 'not-found':
      return 'Check the ids in the inputs: what they name may have been deleted.';
    case 'refused':
      return 'Check the inputs against what the provider says.';
  }
}

/** What the provider supports instead. */
function insteadOf(option: FindingOf<'unsupported'>['option'], context: RenderContext): string {
  const { code } = context.medium;
  const { enableSchedule, wholeWorkspace } = context.subject.capabilities;
  const leaveSchedule = `leave ${code('schedule')} empty; the gate still judges the backups.`;
  const instead: Readonly<Record<RequestedOption, string>> = {
    'all-services': `List the services in ${code('service')}, one per line${wholeWorkspace ? `, or a whole workspace as ${code('12/all')}` : ''}.`,
    'schedule-times': enableSchedule
      ? `Set the times in ${portal(context)}, and use ${code('schedule: enabled')} to make sure that the schedule is active.`
      : `Set the times in ${portal(context)}, and ${leaveSchedule}`,
    'active-schedule': `L${leaveSchedule.slice(1)}`,
    'no-active-schedule': `Suspend it in ${portal(context)}, and leave ${code('schedule')} empty.`,
    'no-schedule': `Delete it in ${portal(context)}, and leave ${code('schedule')} empty.`,
    backup: `Set ${code('backup: never')}; the gate still judges the backups.`,
    'min-size': `Leave ${code('min-size')} empty; the gate still judges status and age.`,
    'max-size-drop': `Leave out ${code('max-size-drop')}; the gate still judges status and age.`,
    'wait-for-running': `Use ${code('in-progress: previous')}.`,
  };
  return instead[option];
}
