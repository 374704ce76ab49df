/*
 * What writes at the provider, as one module that is loaded only where something is asked for: most
 * checks only look.
 */
export { ensureSchedule } from './ensure-schedule.ts';
export { takeBackup } from './take-backup.ts';
