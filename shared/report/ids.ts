import type { Finding } from '../domain/finding.ts';
import type { Medium } from './medium.ts';

const MAX_NAMED = 10;

/**
 * The ids that a finding is about, which are too long for its sentence: `backup 5f0c:pod-0`,
 * `schedule 215 · 0 2 * * *`. Empty where it has none.
 */
export function listIds(finding: Finding, { quote, code }: Medium): string {
  const backups = pick(finding, 'backupId');
  const bases = [...pick(finding, 'fullBackupId'), ...pick(finding, 'dependentBackupId')];
  const schedules = [...pick(finding, 'scheduleId'), ...scheduleOfLimit(finding)];
  const listed = 'scheduleIds' in finding ? finding.scheduleIds : [];
  const traces = 'problem' in finding && finding.problem.traceId ? [finding.problem.traceId] : [];
  return [
    name('backup', backups, quote),
    name(finding.code === 'too-small' ? 'needed by' : 'depends on', bases, quote),
    name(finding.code === 'schedule-missing' ? 'given' : 'schedule', schedules, quote),
    ...cronOf(finding).map((cron) => code(cron)),
    nameAll(listed, quote),
    name('trace id', traces, quote),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The ids to choose from: `215, 216 or 217`. */
export function listChoices(ids: readonly string[], { quote }: Medium): string {
  const named = ids.filter((id) => id !== '').map(quote);
  const last = named.at(-1);
  if (last === undefined) return 'its id is not shown';
  if (named.length > MAX_NAMED) {
    return `${named.slice(0, MAX_NAMED).join(', ')} or one of ${named.length - MAX_NAMED} more`;
  }
  return named.length === 1 ? last : `${named.slice(0, -1).join(', ')} or ${last}`;
}

function pick(finding: Finding, field: string): readonly string[] {
  const value: unknown = Object.entries(finding).find(([key]) => key === field)?.[1];
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function scheduleOfLimit(finding: Finding): readonly string[] {
  return finding.code === 'recovery-point-too-old' && 'scheduleId' in finding.limit
    ? [finding.limit.scheduleId].filter(Boolean)
    : [];
}

/** The times of the schedule whose run was due. */
function cronOf(finding: Finding): readonly string[] {
  if (finding.code === 'schedule-not-kept') return [finding.cron];
  return finding.code === 'recovery-point-too-old' && finding.limit.kind === 'due'
    ? [finding.limit.cron]
    : [];
}

function name(what: string, ids: readonly string[], quote: Medium['quote']): string {
  return ids.length === 0 ? '' : `${what} ${ids.map(quote).join(', ')}`;
}

function nameAll(ids: readonly string[], quote: Medium['quote']): string {
  const named = ids.filter((id) => id !== '');
  if (named.length === 0) return '';
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : '';
  const shown = named.slice(0, MAX_NAMED).map(quote).join(', ');
  return `schedule${named.length === 1 ? '' : 's'} ${shown}${more}`;
}
