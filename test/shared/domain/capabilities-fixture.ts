import type { Capabilities } from '../../../shared/domain/capability.ts';

/** Of a provider that can only list. */
export const LIST_ONLY: Capabilities = {
  dueTimes: false,
  sizes: false,
  ensureCron: false,
  enableSchedule: false,
  suspendSchedule: false,
  deleteSchedule: false,
  requestBackup: false,
  wait: false,
  wholeOrganisation: false,
  wholeWorkspace: false,
};
