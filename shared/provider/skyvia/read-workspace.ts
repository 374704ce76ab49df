import type { Evidence, Reading } from '../../domain/evidence.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { readList } from '../read-list.ts';
import type { SkyviaApi } from './api.ts';
import { listBackups } from './client.ts';
import { readBackups, readSchedules } from './read.ts';

interface NamedBackup {
  readonly service: string;
  readonly name: string | null;
}

/** A workspace's list only names its backups, so each is read by itself. */
export async function readWorkspace(api: SkyviaApi, all: string): Promise<Organisation> {
  const [workspace = ''] = all.split('/');
  const listed = await listNames(api, workspace);
  if (!('items' in listed)) {
    return { lists: { backups: listed, schedules: listed }, services: new Map() };
  }
  const read = listed.items.map(async ({ service }): Promise<[string, Evidence]> => {
    const [backups, schedules] = await Promise.all([
      readBackups(api, service),
      readSchedules(api, service),
    ]);
    return [service, { backups: orIncomplete(backups, listed), schedules }];
  });
  const names = listed.items.flatMap(({ service, name }): readonly [string, string][] =>
    name === null ? [] : [[service, name]],
  );
  const none = { ...listed, items: [] };
  const lists = { backups: none, schedules: none };
  return { lists, services: new Map(await Promise.all(read)), names: new Map(names) };
}

function listNames(api: SkyviaApi, workspace: string): Promise<Reading<NamedBackup>> {
  return readList({
    first: 0,
    readPage: (skip) =>
      api.call((http) => listBackups(http, workspace, skip), { 404: 'unknown-service' }),
    keyOf: ({ id }) => id,
    toItem: ({ id, name }) => (id === null ? null : { service: `${workspace}/${id}`, name }),
  });
}

/** If the workspace's list was cut short, it is incomplete for every backup. */
function orIncomplete<Item>(own: Reading<Item>, listed: Reading<unknown>): Reading<Item> {
  if (own.state !== 'complete' || listed.state !== 'incomplete') return own;
  return { state: 'incomplete', items: own.items, reason: listed.reason };
}
