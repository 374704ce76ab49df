import type { Backup } from '../../domain/backup.ts';
import type { Reading } from '../../domain/evidence.ts';
import { err, ok } from '../../domain/result.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { defineProvider } from '../define-provider.ts';
import { translateErrors } from '../errors.ts';
import { FOREIGN, readList } from '../read-list.ts';
import { exactId } from '../rounded-id.ts';
import { listBackups, openBycloud } from './client.ts';
import { isImported, mapBackup, parseErrorDetails } from './map.ts';
import type { WireBackup } from './wire.ts';

const TITLE = 'ByCloud';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const bycloud = defineProvider({
  title: TITLE,
  baseUrl: null,
  onlyType: null,
  parseService: (text) =>
    UUID.test(text) ? ok(text.toLowerCase()) : err('the UUID of a database instance'),
  shows: { dueTimes: false, sizes: false, wait: true },
  connect: openBycloud,
  readBackups: (http) => (instance) => readBackups(http, instance),
});

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
