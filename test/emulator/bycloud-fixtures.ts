import type { BycloudEmulator, WireDatabaseBackup } from './bycloud/index.ts';

export const databaseBackups = '/v1/database-backups';
export const instance = '550e8400-e29b-41d4-a716-446655440001';

/** The id of the backup with this small number. */
export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A backup of the first days of January 2026, in the documented form. */
export function addDay(
  emulator: BycloudEmulator,
  day: number,
  fields: WireDatabaseBackup = {},
): void {
  const at = `2026-01-${String(day).padStart(2, '0')}T02:00:00Z`;
  const datastore = { type: 'mariadb', version: '11.4', version_id: idOf(900) };
  emulator.addBackup({
    id: idOf(day),
    crn: `crn:spo1:database:backup:${idOf(day)}`,
    name: `nightly-${day}`,
    status: 'COMPLETED',
    instance_id: instance,
    parent_id: null,
    size: 0.14,
    datastore,
    created_at: at,
    updated_at: at,
    ...fields,
  });
}

/** The small numbers of the backups in an answer, in its order. */
export function numbersIn(text: string): number[] {
  return (text.match(/(?<="id":"00000000-0000-4000-8000-)\d+/g) ?? []).map(Number);
}
