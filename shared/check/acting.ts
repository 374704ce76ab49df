/*
 * What most checks do not need, as one module that is loaded only where it is asked for: writing at
 * the provider, and looking for all services.
 */
export { checkOrganisation } from './check-organisation.ts';
export { ensureSchedule } from './ensure-schedule.ts';
export { takeBackup } from './take-backup.ts';
