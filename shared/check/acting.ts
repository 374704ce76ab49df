/*
 * What most checks do not need, as one module that is loaded only where it is asked for: waiting
 * and writing at the provider, and looking for all services.
 */
export { awaitRunning } from './await-running.ts';
export { checkOrganisation } from './check-organisation.ts';
export { ensureSchedule } from './ensure-schedule.ts';
export { takeBackup } from './take-backup.ts';
