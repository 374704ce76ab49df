import type { RequestedOption } from '../shared/domain/capability.ts';
import type { Problem } from '../shared/domain/evidence.ts';
import type { Quote } from '../shared/report/text.ts';
import {
  remedyFrom,
  type Remedies,
  type RemedyOf,
  type RenderContext,
} from '../shared/report/render-context.ts';
import { WHY_NOT_KEPT, whyTooOld } from '../shared/report/sentences/ages.ts';
import { ENDS } from '../shared/report/sentences/backups.ts';
import { listChoices } from '../shared/report/ids.ts';

/**
 * What to do about a finding: a Slack command, a key of the configuration, or the provider's
 * portal. `name` is the service's name in the configuration, so it needs no quoting.
 */
export function remediesFor(name: string): RemedyOf {
  return (finding, context) => remedyFrom(remediesIn(wordsOf(name, context)))(finding, context);
}

function remediesIn(words: Words): Remedies {
  return { ...aboutBackups(words), ...aboutSchedules(words), ...aboutAsking(words) };
}

/** Phrases that several remedies share. */
interface Words {
  /** A key of the service in the configuration; the service itself without one. */
  readonly key: (path?: string) => string;
  /** The key of a setting in the service's policy. */
  readonly policy: (key: string) => string;
  /** A value of a setting. */
  readonly value: (text: string) => string;
  /** How to take a new backup, of the service's usual type if none is given. */
  readonly take: (type?: string) => string;
  readonly judgeAgain: string;
  readonly portal: string;
}

function wordsOf(name: string, { medium: { code }, subject }: RenderContext): Words {
  const portal = `${subject.provider}'s portal`;
  const take = (type = '') => {
    const which = type === '' ? 'one' : `a ${type} one`;
    const command = ['/backup', name, type].filter(Boolean).join(' ');
    return subject.capabilities.requestBackup
      ? `Take ${which} now: ${code(command)}.`
      : `Take ${which} now in ${portal}.`;
  };
  return {
    key: (path) => code(['services', name, path].filter(Boolean).join('.')),
    policy: (key) => code(`services.${name}.policy.${key}`),
    value: code,
    take,
    judgeAgain: `check again with ${code(`/backup status ${name}`)}`,
    portal,
  };
}

/** What to do when a run did not succeed. */
export function remedyAfterRun(
  { service, type }: { readonly service: string; readonly type: string },
  { timedOut, quote }: { readonly timedOut: boolean; readonly quote: Quote },
): string {
  const status = quote(`/backup status ${service}`);
  const again = quote(`/backup ${service} ${type}`);
  return timedOut
    ? `It may still succeed. Check with ${status} before you request another one.`
    : `Take another one: ${again}. To check the backups: ${status}.`;
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
  const { key, policy, value, take, judgeAgain, portal } = words;
  return {
    'latest-backup-failed': ({ status }) => `${take()} Find out why the last one ${ENDS[status]}.`,

    'no-usable-backup': ({ nothingListed }) =>
      nothingListed
        ? `Check ${key('service')} and the key in ${key('credential')} against ${portal}.`
        : `${take()} Check that ${key('service')} and ${policy('acceptTypes')} are right.`,

    'recovery-point-too-old': ({ limit, severity }) => {
      if (limit.kind === 'fallback') {
        const judge = `Set ${policy('maxAge')} to a duration, to have this judged strictly.`;
        return severity === 'block' ? `${take()} ${judge}` : judge;
      }
      if (limit.kind === 'suspended') return `${take()} Resume a schedule in ${portal}.`;
      if (limit.kind === 'due' && limit.outcome === 'running') {
        return `When it has finished, ${judgeAgain}.`;
      }
      const orRaise =
        limit.kind === 'max-age' ? ` If this age is acceptable, raise ${policy('maxAge')}.` : '';
      return `${take()} Find out why ${whyTooOld(limit)}.${orRaise}`;
    },

    'recovery-point-in-future': (_, { subject }) =>
      `Contact ${subject.provider}: no age can be trusted.`,

    'backup-in-progress': ({ severity }) =>
      severity === 'block'
        ? `When it has finished, ${judgeAgain}. To judge by the previous one instead, set ${policy('inProgress')} to ${value('previous')}.`
        : '',

    'backup-stuck': (_, { subject }) =>
      `${take()} If the new one hangs too, ask ${subject.provider}.`,

    'too-small': ({ sizeBytes, minSizeBytes, dependentBackupId }) => {
      if (sizeBytes === 0) {
        return `${take(dependentBackupId === null ? '' : 'full')} Find out why this one is empty.`;
      }
      const orLower =
        sizeBytes && minSizeBytes ? ` If the size is right, lower ${policy('minSize')}.` : '';
      return `Check what it contains before you rely on it.${orLower}`;
    },

    'size-dropped': () =>
      `Check what is missing before you rely on it. If that much was deleted on purpose, raise ${policy('maxSizeDrop')} until the median has caught up.`,

    'slower-than-usual': () =>
      'Find out what slowed it down before a backup fails to finish in time.',

    'restore-chain-broken': () => take('full'),

    'rows-failed': ({ severity }) =>
      severity === 'block'
        ? `${take()} Find out why no rows were saved.`
        : 'Check its log for what is missing before you rely on it.',
  };
}

function aboutSchedules({ key, policy, portal }: Words): Pick<Remedies, ScheduleCode> {
  return {
    'no-schedule': () => `Set one up in ${portal}.`,

    'schedule-not-kept': ({ outcome }) => `Find out why ${WHY_NOT_KEPT[outcome]}.`,

    'schedule-unhealthy': () => `Fix it in ${portal}.`,

    'schedule-suspended': () => `Resume one in ${portal}.`,

    'schedule-missing': () => `Set one up in ${portal}.`,

    'schedule-ambiguous': ({ scheduleIds }, { medium }) =>
      `Keep only the right one in ${portal}: ${listChoices(scheduleIds, medium)}.`,

    'schedule-kept': () => `To have it run less often, change it in ${portal}.`,

    'schedule-unverifiable': () =>
      `To judge age without them, set ${policy('maxAge')} to a duration.`,

    'schedule-change-failed': ({ problem, unconfirmed }) => {
      if (unconfirmed) return `Check the schedules in ${portal}.`;
      return problem.kind === 'unavailable'
        ? `If it keeps failing, change the schedule in ${portal}.`
        : `Check that the key in ${key('credential')} may change schedules, or change it in ${portal}.`;
    },
  };
}

function aboutAsking(words: Words): Pick<Remedies, AskingCode> {
  const { policy, value, take, judgeAgain, portal } = words;
  return {
    'status-unrecognised': ({ severity }) =>
      severity === 'block'
        ? `Check it in ${portal}. To only warn meanwhile, set ${policy('onUnknown')} to ${value('warn')}.`
        : `Check it in ${portal}.`,

    'evidence-unavailable': ({ problem }) => afterProblem(problem.kind, words),

    'evidence-incomplete': () => `In a few minutes, ${judgeAgain}.`,

    'backup-request-failed': () => `Fix what the provider reports. ${take()}`,

    'wait-timed-out': () => `It may still succeed: ${judgeAgain} later.`,

    unsupported: ({ option }) => instead(option, words),

    // The Worker has no inputs: an invalid configuration is refused whole, with each key.
    'invalid-input': () => '',
  };
}

function afterProblem(kind: Problem['kind'], { key, judgeAgain }: Words): string {
  switch (kind) {
    case 'credential-refused':
      return `Check that the key in ${key('credential')} is current and may read this service.`;
    case 'unknown-service':
      return `Check ${key('service')} and ${key('baseUrl')}, and that the key can access the service.`;
    case 'not-found':
      return `Check ${key('service')}: what it names may have been deleted.`;
    case 'refused':
      return `Check ${key()} against the provider's message.`;
    case 'unavailable':
      return `In a few minutes, ${judgeAgain}.`;
  }
}

/** What to change if the provider does not support what the configuration asks for. */
function instead(option: RequestedOption, { policy, value, portal }: Words): string {
  const words: Readonly<Record<RequestedOption, string>> = {
    'all-services': `Give each service its own entry in ${value('services')}.`,
    'schedule-times': `Set the times in ${portal}.`,
    'active-schedule': `Manage the schedule in ${portal}.`,
    'no-active-schedule': `Suspend the schedule in ${portal}.`,
    'no-schedule': `Delete the schedule in ${portal}.`,
    backup: `Take the backup in ${portal}.`,
    'min-size': `Leave out ${policy('minSize')}; status and age are still judged.`,
    'max-size-drop': `Leave out ${policy('maxSizeDrop')}; status and age are still judged.`,
    'wait-for-running': `Set ${policy('inProgress')} to ${value('previous')}.`,
  };
  return words[option];
}
