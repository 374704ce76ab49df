import { PROVIDERS, type ProviderName } from '../../shared/provider/create-provider.ts';
import { BACKUP_TYPES, type BackupType } from '../../shared/domain/backup.ts';
import { type Cron, parseCron } from '../../shared/domain/cron.ts';
import { isAllServices } from '../../shared/domain/organisation.ts';
import { ok } from '../../shared/domain/result.ts';
import { INPUT_DEFAULTS, type RawInputs } from './names.ts';
import { SETTINGS, splitList } from '../../shared/domain/settings.ts';
import { type Parsed, parseChoice, parseWith, refuse, refuseValue } from './parsed.ts';
import { isThroughWorker } from './source.ts';

export type ParsedSchedule =
  | { readonly kind: 'none' | 'enabled' | 'suspended' }
  | { readonly kind: 'absent'; readonly scheduleId: string }
  | { readonly kind: 'cron'; readonly cron: Cron };

export function parseSchedule(raw: RawInputs): Parsed<ParsedSchedule> {
  const { schedule, 'schedule-id': scheduleId } = raw;
  if (schedule === '') return ok({ kind: 'none' });
  if (schedule === 'enabled' || schedule === 'suspended') return ok({ kind: schedule });
  if (schedule === 'absent') {
    return scheduleId === ''
      ? refuse(
          'schedule-id',
          'required with schedule: absent, which deletes only the schedule with this id.',
        )
      : ok({ kind: 'absent', scheduleId });
  }
  const cron = parseCron(schedule);
  if (cron.ok) return ok({ kind: 'cron', cron: cron.value });
  const allowed = 'five cron fields in UTC such as "0 2 * * *", enabled, suspended or absent';
  return refuseValue('schedule', raw.schedule, `${allowed} (${cron.problem})`);
}

export function parseDryRun(raw: RawInputs): Parsed<boolean> {
  if (raw['dry-run'] === '') {
    return refuse(
      'dry-run',
      'set, but empty, as by an expression without a value. Use true or false.',
    );
  }
  const choice = parseChoice(raw, 'dry-run', ['true', 'false']);
  return choice.ok ? ok(choice.value === 'true') : choice;
}

/** If the provider has only one type, the default means that type. */
export function parseBackupType(raw: RawInputs, provider: ProviderName | null): Parsed<BackupType> {
  const type = parseChoice(raw, 'backup-type', BACKUP_TYPES);
  const onlyType = provider === null ? null : PROVIDERS[provider].onlyType;
  if (!type.ok || onlyType === null || type.value === onlyType) return type;
  if (type.value === INPUT_DEFAULTS['backup-type']) return ok(onlyType);
  return refuseValue(
    'backup-type',
    type.value,
    `${onlyType}, the only type that this provider has`,
  );
}

/** Rejects an id that would have no effect, since nobody would notice. */
export function parseScheduleId(raw: RawInputs): Parsed<string | null> {
  const id = raw['schedule-id'];
  if (id === '') return ok(null);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
    return refuseValue('schedule-id', id, 'the id of a schedule such as 215');
  }
  if (raw.schedule === '') {
    return refuse('schedule-id', 'has no effect without schedule. Set both or neither.');
  }
  const services = splitList(raw.service);
  if (services.length > 1 || isAllServices(services[0] ?? '')) {
    return refuse('schedule-id', 'names a schedule of one service, so list only that service.');
  }
  return ok(id);
}

/** Rejects a backup of a type that would not count. A Worker has default types of its own. */
export function rejectUnacceptedType(
  raw: RawInputs,
  parsed: { readonly backup: Parsed<string>; readonly backupType: Parsed<BackupType> },
): Parsed<null> {
  const acceptTypes = parseWith(raw, 'accept-types', SETTINGS['accept-types'].parse);
  if (!parsed.backup.ok || !parsed.backupType.ok || !acceptTypes.ok) return ok(null);
  const backupType = parsed.backupType.value;
  const { value: accepted } = acceptTypes;
  const isLeftToWorker = isThroughWorker(raw) && backupType === INPUT_DEFAULTS['backup-type'];
  const counts = accepted === 'all' || accepted.includes(backupType) || isLeftToWorker;
  if (parsed.backup.value === 'never' || counts) return ok(null);
  return refuse(
    'backup-type',
    `a ${backupType} backup would not count, because accept-types lists only ${accepted.join(', ')}. Add ${backupType} there, or use another type.`,
  );
}
