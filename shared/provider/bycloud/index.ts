import type { Backup } from '../../domain/backup.ts';
import type { Reading } from '../../domain/evidence.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { HttpClient } from '../../http/http-client.ts';
import type { ProviderDefinition } from '../define-provider.ts';
import { translateErrors } from '../errors.ts';
import { FOREIGN, readList } from '../read-list.ts';
import { exactId } from '../rounded-id.ts';
import { listBackups, openBycloud } from './client.ts';
import { isImported, mapBackup, parseErrorDetails } from './map.ts';
import type { WireBackup } from './wire.ts';

export const TITLE = 'ByCloud';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What every shell asks of it; `complete.ts` adds the rest. */
export const bycloud = {
  title: TITLE,
  baseUrl: null,
  onlyType: null,
  parseService: parseInstance,
  shows: { dueTimes: false, sizes: false, wait: true },
  connect: openBycloud,
  readBackups: (http) => (instance) => readBackups(http, instance),
} satisfies ProviderDefinition<HttpClient>;

export function parseInstance(text: string): Result<string, string> {
  return UUID.test(text) ? ok(text.toLowerCase()) : err('the UUID of a database instance');
}

function readBackups(http: HttpClient, instance: string): Promise<Reading<Backup>> {
  const translation = {
    title: TITLE,
    parseDetails: parseErrorDetails,
    kindOfStatus: { 404: 'unknown-service' } as const,
  };
  return readList({
    first: '',
    readPage: (marker) => translateErrors(translation, () => listBackups(http, instance, marker)),
    keyOf: ({ id }) => exactId(id),
    toItem: (wire) => {
      if (!belongsTo(instance, wire)) return FOREIGN;
      return isImported(wire) ? 'skip' : mapBackup(wire);
    },
  });
}

/** A server that ignores the filter must not mix instances. */
function belongsTo(instance: string, { instance_id }: WireBackup): boolean {
  return instance_id === null || instance_id.toLowerCase() === instance;
}
