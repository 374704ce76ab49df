import { isAccepted } from '../backup.ts';
import type { Finding } from '../finding.ts';
import { isActive, type Schedule, textNotUnderstood } from '../schedule.ts';
import type { Rule } from './rule-context.ts';

/** Raised only if the list was read and is empty, and no schedule was asked for. */
export const noSchedule: Rule = ({ evidence, recurring, policy }) => {
  const known = evidence.schedules.state === 'complete' && evidence.backups.state !== 'unavailable';
  if (!known || recurring.length > 0 || policy.schedule !== 'none') return [];
  return [{ code: 'no-schedule', severity: 'warn' }];
};

/** With `schedule: enabled`, one that is still suspended here could not be resumed. */
export const scheduleSuspended: Rule = ({ evidence, recurring, policy }) => {
  const known = evidence.schedules.state === 'complete';
  if (!known || recurring.length === 0 || recurring.some(isActive)) return [];
  const severity = policy.schedule === 'enabled' ? 'block' : 'warn';
  return [{ code: 'schedule-suspended', severity, scheduleIds: recurring.map(({ id }) => id) }];
};

/** Hidden times, and times that are shown but not understood, are told apart. */
export const scheduleUnverifiable: Rule = ({ recurring, policy }) => {
  const unknown = recurring
    .filter(isActive)
    .filter(({ cron, type }) => cron === null && isAccepted(type, policy.acceptTypes));
  const hidden = unknown.filter((schedule) => textNotUnderstood(schedule) === null);
  const shown = unknown.filter((schedule) => !hidden.includes(schedule));
  const cronTexts = shown.flatMap((schedule) => textNotUnderstood(schedule) ?? []);
  return [
    ...(shown.length > 0 ? [unverifiable(shown, { cronTexts })] : []),
    ...(hidden.length > 0 ? [unverifiable(hidden, {})] : []),
  ];
};

function unverifiable(
  schedules: readonly Schedule[],
  shown: { readonly cronTexts?: readonly string[] },
): Finding {
  const scheduleIds = schedules.map(({ id }) => id);
  return { code: 'schedule-unverifiable', severity: 'info', scheduleIds, ...shown };
}
