import type { Capabilities, RequestedOption } from './capability.ts';
import type { FindingOf } from './finding.ts';
import type { WatchedServices } from './organisation.ts';
import type { Policy, RequestedSchedule } from './policy.ts';
import { SETTINGS } from './settings.ts';

/** The requested options that some provider does not support. */
export interface RequestedOptions {
  readonly services: WatchedServices;
  readonly schedule: RequestedSchedule['kind'];
  readonly backup: 'never' | 'always' | 'if-needed';
  readonly policy: Pick<Policy, 'minSizeBytes' | 'maxSizeDrop' | 'inProgress'>;
}

interface Requirement {
  readonly needs: keyof Capabilities;
  readonly isRequested: (requested: RequestedOptions) => boolean;
}

const REQUIREMENTS: Readonly<Record<RequestedOption, Requirement>> = {
  'all-services': {
    needs: 'wholeOrganisation',
    isRequested: ({ services }) => services === 'all',
  },
  'schedule-times': {
    needs: 'ensureCron',
    isRequested: ({ schedule }) => schedule === 'cron',
  },
  'active-schedule': {
    needs: 'enableSchedule',
    isRequested: ({ schedule }) => schedule === 'enabled',
  },
  'no-active-schedule': {
    needs: 'suspendSchedule',
    isRequested: ({ schedule }) => schedule === 'suspended',
  },
  'no-schedule': {
    needs: 'deleteSchedule',
    isRequested: ({ schedule }) => schedule === 'absent',
  },
  backup: {
    needs: 'requestBackup',
    isRequested: ({ backup }) => backup !== 'never',
  },
  'min-size': {
    needs: SETTINGS['min-size'].needs,
    isRequested: ({ policy }) => policy.minSizeBytes !== null,
  },
  'max-size-drop': {
    needs: SETTINGS['max-size-drop'].needs,
    // A limit that only warns, as the default does, is accepted for every provider.
    isRequested: ({ policy: { maxSizeDrop } }) =>
      maxSizeDrop.kind === 'limit' && maxSizeDrop.severity === 'block',
  },
  'wait-for-running': {
    needs: SETTINGS['in-progress'].needs,
    isRequested: ({ policy }) => policy.inProgress === 'wait',
  },
};

const isOption = (name: string): name is RequestedOption => Object.hasOwn(REQUIREMENTS, name);

const OPTIONS: readonly RequestedOption[] = Object.keys(REQUIREMENTS).filter(isOption);

/** Every requested option that this provider does not support. */
export function findUnsupported(
  title: string,
  capabilities: Capabilities,
  requested: RequestedOptions,
): readonly FindingOf<'unsupported'>[] {
  return OPTIONS.filter((option) => {
    const { needs, isRequested } = REQUIREMENTS[option];
    return !capabilities[needs] && isRequested(requested);
  }).map((option) => ({
    code: 'unsupported',
    severity: 'block',
    provider: title,
    option,
    needs: REQUIREMENTS[option].needs,
  }));
}
