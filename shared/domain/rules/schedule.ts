import type { Severity } from '../finding.ts';
import type { Policy } from '../policy.ts';
import { isActive } from '../schedule.ts';
import { isAccepted } from '../backup.ts';
import type { Rule } from './rule-context.ts';

/** Raised only if the list was read and is empty, and no schedule was asked for. */
export const noSchedule: Rule = ({ evidence, recurring, policy }) => {
  const known = evidence.schedules.state === 'complete' && evidence.backups.state !== 'unavailable';
  const isAskedFor = policy.schedule === 'enabled' || policy.schedule === 'cron';
  if (!known || recurring.length > 0 || isAskedFor) return [];
  return [{ code: 'no-schedule', severity: policy.schedule === 'absent' ? 'info' : 'warn' }];
};

const SUSPENDED: Readonly<Record<Policy['schedule'], Severity>> = {
  none: 'warn',
  cron: 'warn',
  enabled: 'block',
  suspended: 'info',
  absent: 'warn',
};

/** With `schedule: enabled`, one that is still suspended here could not be resumed. */
export const scheduleSuspended: Rule = ({ evidence, recurring, policy }) => {
  const known = evidence.schedules.state === 'complete';
  if (!known || recurring.length === 0 || recurring.some(isActive)) return [];
  const severity = SUSPENDED[policy.schedule];
  return [{ code: 'schedule-suspended', severity, scheduleIds: recurring.map(({ id }) => id) }];
};

export const scheduleUnverifiable: Rule = ({ recurring, policy }) => {
  const hidden = recurring
    .filter(isActive)
    .filter(({ cron, type }) => cron === null && isAccepted(type, policy.acceptTypes));
  if (hidden.length === 0) return [];
  const scheduleIds = hidden.map(({ id }) => id);
  return [{ code: 'schedule-unverifiable', severity: 'info', scheduleIds }];
};
