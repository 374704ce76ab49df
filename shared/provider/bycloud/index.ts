import { err, ok } from '../../domain/result.ts';
import { cannot } from '../cannot.ts';
import { decodeRows } from '../decode.ts';
import { translateErrors } from '../errors.ts';
import { provesNewestFirst } from '../newest-first.ts';
import type { Provider, ProviderEntry, ProviderOptions } from '../provider.ts';
import { type Page, readList } from '../read-list.ts';
import { type BycloudClient, createBycloudClient } from './client.ts';
import { isImported, mapBackup, parseErrorDetails } from './map.ts';
import { WireBackup } from './wire.ts';

const TITLE = 'ByCloud';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const bycloud: ProviderEntry = {
  title: TITLE,
  baseUrl: null,
  capabilities: {
    dueTimes: false,
    sizes: false,
    ensureCron: false,
    enableSchedule: false,
    requestBackup: false,
    wait: true,
    wholeOrganisation: false,
  },
  onlyType: null,
  parseService: (text) =>
    UUID.test(text) ? ok(text.toLowerCase()) : err('the UUID of a database instance'),
  create: (options) => ({
    title: TITLE,
    readBackups: backupReader(options),
    readSchedules: async () => ({ state: 'not-offered' }),
    readOrganisation: () => cannot(TITLE, 'give all backups and schedules together'),
    createSchedule: () => cannot(TITLE, 'set when backups run'),
    changeSchedule: () => cannot(TITLE, 'change a schedule'),
    requestBackup: () => cannot(TITLE, 'start a backup'),
    findRequest: () => cannot(TITLE, 'start a backup'),
    lookAt: () => cannot(TITLE, 'start a backup'),
  }),
};

function backupReader(options: ProviderOptions): Provider['readBackups'] {
  const client = createBycloudClient(options);
  const translation = {
    title: TITLE,
    parseDetails: parseErrorDetails,
    kindOfStatus: { 404: 'unknown-service' } as const,
  };
  return (instance, isEnough) =>
    readList({
      first: '',
      readPage: (marker) => translateErrors(translation, () => readPage(client, instance, marker)),
      keyOf: ({ id }) => id,
      toItem: (wire) => (belongsTo(instance, wire) && !isImported(wire) ? mapBackup(wire) : 'skip'),
      isEnough: (backups) => provesNewestFirst(backups) && isEnough(backups),
    });
}

async function readPage(
  client: BycloudClient,
  instance: string,
  marker: string,
): Promise<Page<WireBackup, string>> {
  const { database_backups, meta } = await client.listBackups(instance, marker || undefined);
  const { rows, unreadable } = decodeRows(database_backups ?? [], WireBackup);
  // Where it is not said whether there is more, only an empty page shows the end.
  const hasMore = meta?.has_more ?? rows.length > 0;
  const next = hasMore ? (meta?.marker ?? rows.at(-1)?.id ?? marker) : null;
  return { rows, unreadable, next };
}

/** The filter is asked for, but a server that ignores it must not mix instances. */
function belongsTo(instance: string, { instance_id }: WireBackup): boolean {
  return instance_id === null || instance_id.toLowerCase() === instance;
}
