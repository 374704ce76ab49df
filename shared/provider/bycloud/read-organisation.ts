import type { Backup } from '../../domain/backup.ts';
import { itemsOf, type Reading } from '../../domain/evidence.ts';
import {
  groupByService,
  type Organisation,
  type OrganisationLists,
  type Owned,
} from '../../domain/organisation.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { translateErrors } from '../errors.ts';
import { readList } from '../read-list.ts';
import { listBackups, listInstances } from './client.ts';
import { parseInstance, TITLE } from './index.ts';
import { isImported, mapBackup, parseErrorDetails } from './map.ts';
import type { WireBackup } from './wire.ts';

const TRANSLATION = { title: TITLE, parseDetails: parseErrorDetails };

interface Instance {
  readonly id: string;
  readonly name: string | null;
}

/**
 * All backups in one list, grouped by instance. The instances are listed too: the list of backups
 * leaves out an instance without any, and still has those of a deleted one.
 */
export async function readOrganisation(http: HttpClient): Promise<Organisation> {
  const [backups, instances] = await Promise.all([readAllBackups(http), readInstances(http)]);
  const lists = { backups, schedules: { state: 'not-offered' } } as const;
  const known = itemsOf(instances);
  const { services } = groupByService(
    lists,
    known.map(({ id }) => id),
  );
  const names = new Map(known.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
  if (instances.state === 'unavailable' && instances.problem.kind !== 'unavailable') {
    return { lists, services, names, gaps: ['instances-unread'] };
  }
  if (instances.state !== 'complete') return cutShort(lists, instances);
  const ids = new Set(known.map(({ id }) => id));
  const there = new Map([...services].filter(([id]) => ids.has(id)));
  const gone = there.size < services.size ? (['instances-gone'] as const) : [];
  return { lists, services: there, names, gaps: gone };
}

/** An instance without backups may be missing, so the list is incomplete for every instance. */
function cutShort(lists: OrganisationLists, instances: Reading<Instance>): Organisation {
  const { backups } = lists;
  const reason =
    instances.state === 'unavailable'
      ? instances.problem.message
      : 'the list of instances is incomplete';
  const cut = { state: 'incomplete', items: itemsOf(backups), reason } as const;
  const known = itemsOf(instances).map(({ id }) => id);
  return groupByService({ ...lists, backups: 'items' in backups ? cut : backups }, known);
}

function readAllBackups(http: HttpClient): Promise<Reading<Owned<Backup>>> {
  return readList({
    first: '',
    readPage: (marker) => translateErrors(TRANSLATION, () => listBackups(http, null, marker)),
    keyOf: ({ id }) => id,
    toItem: own,
  });
}

/** `null` for a row that names no instance. */
function own(wire: WireBackup): Owned<Backup> | 'skip' | null {
  if (isImported(wire)) return 'skip';
  const instance = parseInstance(wire.instance_id ?? '');
  return instance.ok ? { service: instance.value, item: mapBackup(wire) } : null;
}

function readInstances(http: HttpClient): Promise<Reading<Instance>> {
  return readList({
    first: '',
    readPage: (marker) => translateErrors(TRANSLATION, () => listInstances(http, marker)),
    keyOf: ({ id }) => id,
    toItem: ({ id, name }) => {
      const instance = parseInstance(id ?? '');
      return instance.ok ? { id: instance.value, name } : null;
    },
  });
}
