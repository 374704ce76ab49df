import type { FindingOf } from './finding.ts';
import type { WatchedServices } from './organisation.ts';
import type { Policy, ScheduleWish } from './policy.ts';

/**
 * What a provider's API lets this project do. Data, so that it can be checked before anything is
 * asked, and shown as a table.
 */
export interface Capabilities {
  /** The schedules' times can be read, so `max-age: auto` knows what was due. */
  readonly dueTimes: boolean;
  /** Sizes come in a known unit. */
  readonly sizes: boolean;
  readonly ensureCron: boolean;
  readonly enableSchedule: boolean;
  readonly requestBackup: boolean;
  /** Backups that still run are seen, so they can be waited for. */
  readonly wait: boolean;
  /** The lists of backups and schedules can be read for all services together. */
  readonly wholeOrganisation: boolean;
}

/** What was asked for, as far as there are providers that cannot do it. */
export interface Wishes {
  readonly services: WatchedServices;
  readonly schedule: ScheduleWish['kind'];
  readonly backup: 'never' | 'always' | 'if-needed';
  readonly policy: Pick<Policy, 'minSizeBytes' | 'maxSizeDrop' | 'inProgress'>;
}

interface Limit {
  readonly input: string;
  readonly needs: keyof Capabilities;
  readonly isWished: (wishes: Wishes) => boolean;
  readonly cannot: string;
  readonly remedy: (can: Capabilities) => string;
}

const LIMITS: readonly Limit[] = [
  {
    input: 'service',
    needs: 'wholeOrganisation',
    isWished: ({ services }) => services === 'all',
    cannot: 'gives no list of all backups and schedules, in which every service could be found',
    remedy: () => 'Name the services in `service`, one a line.',
  },
  {
    input: 'schedule',
    needs: 'ensureCron',
    isWished: ({ schedule }) => schedule === 'cron',
    cannot: 'cannot set when backups run',
    remedy: ({ enableSchedule }) =>
      enableSchedule
        ? 'Set the times with the provider, and give `schedule: enabled` to make sure that they are in force.'
        : 'Set the times with the provider, and leave `schedule` empty; the gate still judges the backups.',
  },
  {
    input: 'schedule',
    needs: 'enableSchedule',
    isWished: ({ schedule }) => schedule === 'enabled',
    cannot: 'shows no schedules',
    remedy: () => 'Leave `schedule` empty; the gate still judges the backups.',
  },
  {
    input: 'backup',
    needs: 'requestBackup',
    isWished: ({ backup }) => backup !== 'never',
    cannot: 'cannot start a backup',
    remedy: () => 'Leave `backup` at `never`; the gate still judges the backups.',
  },
  {
    input: 'min-size',
    needs: 'sizes',
    isWished: ({ policy }) => policy.minSizeBytes !== null,
    cannot: 'gives no size in a known unit',
    remedy: () => 'Leave `min-size` empty; the gate still judges status and age.',
  },
  {
    // What only warns, as the default does, asks for nothing that anyone could rely on.
    input: 'max-size-drop',
    needs: 'sizes',
    isWished: ({ policy: { maxSizeDrop } }) =>
      maxSizeDrop.kind === 'limit' && maxSizeDrop.severity === 'block',
    cannot: 'gives no size in a known unit',
    remedy: () => 'Leave out `max-size-drop`; the gate still judges status and age.',
  },
  {
    input: 'in-progress',
    needs: 'wait',
    isWished: ({ policy }) => policy.inProgress === 'wait',
    cannot: 'does not show backups that still run',
    remedy: () => 'Give `in-progress: previous`.',
  },
];

/** Every wish that a provider cannot fulfil, each with what it can do instead. */
export function findUnsupported(
  title: string,
  can: Capabilities,
  wishes: Wishes,
): readonly FindingOf<'unsupported'>[] {
  return LIMITS.filter(({ needs, isWished }) => !can[needs] && isWished(wishes)).map(
    ({ input, cannot, remedy }) => ({
      code: 'unsupported',
      severity: 'block',
      input,
      message: `the API of ${title} ${cannot}`,
      remedy: remedy(can),
    }),
  );
}
