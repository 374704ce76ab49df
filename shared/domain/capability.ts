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

/** Where the provider is not known, it may be able to do everything. */
export const ANY_PROVIDER: Capabilities = {
  dueTimes: true,
  sizes: true,
  ensureCron: true,
  enableSchedule: true,
  requestBackup: true,
  wait: true,
  wholeOrganisation: true,
};

/** One thing that was asked for and that not every provider can do. */
export type RequestedOption =
  | 'all-services'
  | 'schedule-times'
  | 'active-schedule'
  | 'backup'
  | 'min-size'
  | 'max-size-drop'
  | 'wait-for-running';
