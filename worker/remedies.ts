import type { Capabilities, RequestedOption } from '../shared/domain/capability.ts';
import type { Problem } from '../shared/domain/evidence.ts';
import { NOT_KEPT, whyTooOld } from '../shared/report/not-kept.ts';
import type { Quote } from '../shared/report/text.ts';
import { remedyFrom, type Remedies, type RemedyOf } from '../shared/report/render-context.ts';

/**
 * What to do about a finding: a Slack command, a key of the configuration, or the provider's
 * portal. `name` is the service's name in the configuration, so it needs no quoting.
 */
export function remediesFor(name: string): RemedyOf {
  const words = {
    name,
    policy: (key: string) => `\`services.${name}.policy.${key}\``,
    take: (capabilities: Capabilities, type = '') => takeOne(name, type, capabilities),
    judgeAgain: `ask again with \`/backup status ${name}\``,
  };
  return remedyFrom({ ...aboutBackups(words), ...aboutSchedules(words), ...aboutAsking(words) });
}

/** What to do when a run did not succeed. */
export function remedyAfterRun(
  { service, type }: { readonly service: string; readonly type: string },
  { timedOut, quote }: { readonly timedOut: boolean; readonly quote: Quote },
): string {
  const status = quote(`/backup status ${service}`);
  const again = quote(`/backup ${service} ${type}`);
  return timedOut
    ? `It may still succeed, so look with ${status} before you ask for another one.`
    : `Find out why, then take another one with ${again}. How the backups are, ${status} tells.`;
}

/** Phrases that several remedies share. */
interface Words {
  readonly name: string;
  /** The key of a setting in the service's policy. */
  readonly policy: (key: string) => string;
  /** How to take a new backup, of the service's usual type if none is given. */
  readonly take: (capabilities: Capabilities, type?: string) => string;
  readonly judgeAgain: string;
}

type ScheduleCode = Extract<keyof Remedies, 'no-schedule' | `schedule-${string}`>;
type AskingCode =
  | 'status-unrecognised'
  | `evidence-${'unavailable' | 'incomplete'}`
  | 'backup-request-failed'
  | 'wait-timed-out'
  | 'unsupported'
  | 'invalid-input';

function aboutBackups(words: Words): Omit<Remedies, ScheduleCode | AskingCode> {
  const { name, policy, take, judgeAgain } = words;
  return {
    'latest-backup-failed': (_, capabilities) =>
      `${take(capabilities)}, and find out why this one did not succeed.`,

    'no-usable-backup': (_, capabilities) =>
      `${take(capabilities)}, and check that \`services.${name}.service\` and ${policy('acceptTypes')} are what you mean.`,

    'recovery-point-too-old': ({ limit }, capabilities) => {
      if (limit.kind === 'fallback') {
        return `Set ${policy('maxAge')} to a duration, to have this judged strictly.`;
      }
      const orRaise =
        limit.kind === 'max-age' ? `; if this age is fine, raise ${policy('maxAge')}` : '';
      if (limit.kind === 'suspended') {
        return `${take(capabilities)}, and resume a schedule with the provider.`;
      }
      if (limit.kind === 'due' && limit.outcome === 'running') {
        return `Once it has ended, ${judgeAgain}.`;
      }
      return `${take(capabilities)}, and find out why ${whyTooOld(limit)}${orRaise}.`;
    },

    'recovery-point-in-future': () => 'Ask the provider why: no age can be trusted.',

    'backup-in-progress': ({ severity }) =>
      severity === 'block'
        ? `Once it has ended, ${judgeAgain}, or go by the previous one with ${policy('inProgress')} set to \`previous\`.`
        : '',

    'backup-stuck': (_, capabilities) =>
      `${take(capabilities)}; if that hangs too, ask the provider.`,

    'too-small': ({ sizeBytes, minSizeBytes }) => {
      const orLower =
        sizeBytes && minSizeBytes ? `; if it is right, lower ${policy('minSize')}` : '';
      return `Look at what it contains before you rely on it${orLower}.`;
    },

    'size-dropped': () =>
      `Look at what is missing from it before you rely on it; if so much was deleted on purpose, raise ${policy('maxSizeDrop')} until the median has followed.`,

    'slower-than-usual': () => 'Find out what slowed it down before one does not end in time.',

    'restore-chain-broken': (_, capabilities) => `${take(capabilities, 'full')}.`,

    'rows-failed': ({ severity }, capabilities) =>
      severity === 'block'
        ? `${take(capabilities)}, and find out why no row was saved.`
        : 'Look at its log before you rely on all of it.',
  };
}

function aboutSchedules({ name, policy }: Words): Pick<Remedies, ScheduleCode> {
  return {
    'no-schedule': () => 'Set one up with the provider.',

    'schedule-not-kept': ({ outcome }) => `Find out why ${NOT_KEPT[outcome]}.`,

    'schedule-unhealthy': () => 'Put it right with the provider.',

    'schedule-suspended': () => 'Resume one with the provider.',

    'schedule-missing': () => 'Set one up with the provider.',

    'schedule-ambiguous': () => 'Look at them with the provider, and keep the one that is meant.',

    'schedule-kept': () => 'To have it run less often, change it with the provider.',

    'schedule-unverifiable': () =>
      `Set ${policy('maxAge')} to a duration, to have age judged without them.`,

    'schedule-change-failed': ({ problem, unconfirmed }) =>
      unconfirmed
        ? 'Look at the schedules with the provider.'
        : problem.kind === 'unavailable'
          ? 'Change it with the provider, if it does not answer again soon.'
          : `Check that the key in \`services.${name}.credential\` may change schedules, or change it with the provider.`,
  };
}

function aboutAsking({ name, policy, take, judgeAgain }: Words): Pick<Remedies, AskingCode> {
  return {
    'status-unrecognised': () =>
      `Look at it with the provider; ${policy('onUnknown')} set to \`warn\` only warns meanwhile.`,

    'evidence-unavailable': ({ problem }) => afterProblem(name, judgeAgain)[problem.kind],

    'evidence-incomplete': () => `In a few minutes, ${judgeAgain}.`,

    'backup-request-failed': (_, capabilities) =>
      `Look at what the provider says. ${take(capabilities)}.`,

    'wait-timed-out': () => `It may still succeed: ${judgeAgain} later.`,

    unsupported: ({ option }) => instead(policy)[option],

    // The Worker has no inputs: an invalid configuration is refused whole, with each key.
    'invalid-input': () => '',
  };
}

function takeOne(name: string, type: string, { requestBackup }: Capabilities): string {
  const command = ['/backup', name, type].filter(Boolean).join(' ');
  const kind = type === '' ? '' : `${type} `;
  return requestBackup
    ? `Take a new ${kind}backup with \`${command}\``
    : `Take a new ${kind}backup with the provider`;
}

function afterProblem(name: string, judgeAgain: string): Readonly<Record<Problem['kind'], string>> {
  return {
    'credential-refused': `Check that the key in \`services.${name}.credential\` is current and may read this service.`,
    'unknown-service': `Check \`services.${name}.service\` and \`services.${name}.baseUrl\`, and that the key may see the service.`,
    'not-found': `Check \`services.${name}.service\`, and that nobody removed what it names.`,
    refused: `Check \`services.${name}\` against what the provider says.`,
    unavailable: `In a few minutes, ${judgeAgain}.`,
  };
}

/** What to change if the provider does not support what the configuration asks for. */
function instead(policy: (key: string) => string): Readonly<Record<RequestedOption, string>> {
  return {
    'all-services': 'Give each service an entry of its own in `services`.',
    'schedule-times': 'Set the times with the provider.',
    'active-schedule': 'Look after the schedule with the provider.',
    'no-active-schedule': 'Suspend the schedule with the provider.',
    'no-schedule': 'Delete the schedule with the provider.',
    backup: 'Take the backup with the provider.',
    'min-size': `Leave out ${policy('minSize')}; status and age are still judged.`,
    'max-size-drop': `Leave out ${policy('maxSizeDrop')}; status and age are still judged.`,
    'wait-for-running': `Set ${policy('inProgress')} to \`previous\`.`,
  };
}
