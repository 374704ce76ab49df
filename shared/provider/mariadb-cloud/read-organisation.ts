import { type Evidence, itemsOf, type Reading } from '../../domain/evidence.ts';
import { groupByService, type Organisation, type Owned } from '../../domain/organisation.ts';
import { isRecurring } from '../../domain/schedule.ts';
import { type Page, readList } from '../read-list.ts';
import { exactId } from '../rounded-id.ts';
import { listBackups, listSchedules } from './client.ts';
import { LISTING, type MariadbCloud } from './connection.ts';
import { mapBackup, mapScheduleRow } from './map.ts';
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
      map: mapScheduleRow,
    }),
  ]);
  const refused = schedules.state === 'unavailable' && schedules.problem.kind === 'refused';
  if (refused) return askEachForSchedules(api, backups);
  return completeSchedules(api, groupByService({ backups, schedules }));
}

/**
 * The organisation's list may leave out schedules. If it names no recurring one of a service, the
 * service's own list is read as well.
 */
async function completeSchedules(
  api: MariadbCloud,
  { lists, services }: Organisation,
): Promise<Organisation> {
  if (lists.schedules.state !== 'complete') return { lists, services };
  const completed = [...services].map(async ([id, evidence]): Promise<[string, Evidence]> => {
    if (itemsOf(evidence.schedules).some(isRecurring)) return [id, evidence];
    const read = await api.readSchedules(id);
    // The backups of a deleted service stay listed for days.
    const isGone = read.state === 'unavailable' && read.problem.kind === 'unknown-service';
    return [id, isGone ? evidence : { ...evidence, schedules: read }];
  });
  return { lists, services: new Map(await Promise.all(completed)) };
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
  readonly map: (row: Row) => Item | string | null;
}

/** Never ends early: a service without a recent backup is at the end of the list. */
function readAll<Row extends OwnedRow, Item>(
  list: WholeList<Row, Item>,
): Promise<Reading<Owned<Item>>> {
  return readList({
    first: 1,
    readPage: list.readPage,
    // Ids are unique within one service at most.
    keyOf: ({ id, service_id }) => (exactId(id) === null ? null : `${service_id} ${id}`),
    toItem: (row) => own(row, list.map),
  });
}

/** `null` for a row that names no service. */
function own<Row extends OwnedRow, Item>(
  row: Row,
  map: WholeList<Row, Item>['map'],
): Owned<Item> | string | null {
  const service = parseServiceId(row.service_id ?? '');
  const item = map(row);
  if (!service.ok || item === null) return null;
  return typeof item === 'string' ? item : { service: service.value, item };
}
