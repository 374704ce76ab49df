/**
 * What a provider's API can do. Data, so that it can be checked before any request, and shown as a
 * table.
 */
export interface Capabilities {
  /** The schedules' times can be read, so `max-age: auto` knows what was due. */
  readonly dueTimes: boolean;
  /** Sizes come in a known unit. */
  readonly sizes: boolean;
  readonly ensureCron: boolean;
  readonly enableSchedule: boolean;
  readonly suspendSchedule: boolean;
  readonly deleteSchedule: boolean;
  readonly requestBackup: boolean;
  /** Running backups are listed, so they can be waited for. */
  readonly wait: boolean;
  /** The lists of backups and schedules can be read for all services together. */
  readonly wholeOrganisation: boolean;
  /** The services of a workspace are listed, so they can be asked for together. */
  readonly wholeWorkspace: boolean;
}

/** For an unknown provider, which may be able to do everything. */
export const ANY_PROVIDER: Capabilities = {
  dueTimes: true,
  sizes: true,
  ensureCron: true,
  enableSchedule: true,
  suspendSchedule: true,
  deleteSchedule: true,
  requestBackup: true,
  wait: true,
  wholeOrganisation: true,
  wholeWorkspace: true,
};

/** An option that not every provider supports. */
export type RequestedOption =
  | 'all-services'
  | 'schedule-times'
  | 'active-schedule'
  | 'no-active-schedule'
  | 'no-schedule'
  | 'backup'
  | 'min-size'
  | 'max-size-drop'
  | 'wait-for-running';
