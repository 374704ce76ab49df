import type { Evidence, Reading } from '../../domain/evidence.ts';
import { groupByService, type Organisation, type Owned } from '../../domain/organisation.ts';
import { type Page, readList } from '../read-list.ts';
import { listBackups, listSchedules } from './client.ts';
import { LISTING, type MariadbCloud } from './connection.ts';
import { mapBackup, mapSchedule } from './map.ts';
import { parseServiceId } from './service-id.ts';

/** There is no list of services, so they are found through the two lists that name them. */
export async function readOrganisation(api: MariadbCloud): Promise<Organisation> {
  const [backups, schedules] = await Promise.all([
    readAll({
      readPage: (page) => api.call((http) => listBackups(http, null, page), LISTING),
      map: mapBackup,
    }),
    readAll({
      readPage: (page) => api.call((http) => listSchedules(http, null, page), LISTING),
      map: mapSchedule,
    }),
  ]);
  const refused = schedules.state === 'unavailable' && schedules.problem.kind === 'refused';
  return refused ? askEachForSchedules(api, backups) : groupByService({ backups, schedules });
}

type BackupList = Organisation['lists']['backups'];

/**
 * The document requires a service for the list of schedules; the vendor's samples name none. If the
 * server insists, ask for each service that has a backup.
 */
async function askEachForSchedules(api: MariadbCloud, backups: BackupList): Promise<Organisation> {
  const { lists, services } = groupByService({ backups, schedules: { state: 'not-offered' } });
  const asked = [...services].map(async ([id, evidence]): Promise<[string, Evidence]> => [
    id,
    { ...evidence, schedules: await api.readSchedules(id) },
  ]);
  const gaps = ['schedules-only-by-service'] as const;
  return { lists, services: new Map(await Promise.all(asked)), gaps };
}

interface OwnedRow {
  readonly id: string | null;
  readonly service_id: string | null;
}

interface WholeList<Row, Item> {
  readonly readPage: (page: number) => Promise<Page<Row, number>>;
  readonly map: (row: Row) => Item | null;
}

/** Never ends early: a service without a recent backup is at the end of the list. */
function readAll<Row extends OwnedRow, Item>(
  list: WholeList<Row, Item>,
): Promise<Reading<Owned<Item>>> {
  return readList({
    first: 1,
    readPage: list.readPage,
    // Ids are unique within one service at most.
    keyOf: ({ id, service_id }) => (id === null ? null : `${service_id} ${id}`),
    toItem: (row) => own(row, list.map),
    isEnough: () => false,
  });
}

/** `null` for a row that names no service. */
function own<Row extends OwnedRow, Item>(
  row: Row,
  map: WholeList<Row, Item>['map'],
): Owned<Item> | null {
  const service = parseServiceId(row.service_id ?? '');
  const item = map(row);
  return service.ok && item !== null ? { service: service.value, item } : null;
}
