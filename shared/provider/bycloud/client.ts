import { createHttpClient, type HttpClient } from '../../http/http-client.ts';
import { decodeOne, decodeData, decodeRows } from '../decode.ts';
import type { ConnectOptions } from '../provider.ts';
import type { Page } from '../read-list.ts';
import {
  WireBackup,
  WireBackupAnswer,
  WireBackupPage,
  WireInstance,
  WireInstancePage,
  type WireMeta,
} from './wire.ts';

const LIMIT = 100;

/** Every call below rejects with `HttpError`. */
export function openBycloud(options: ConnectOptions): HttpClient {
  const { apiKey, ...connection } = options;
  const headers = authorize(apiKey);
  return createHttpClient({ ...connection, headers, secrets: secretsOf(apiKey) });
}

/**
 * One page of an instance's backups, or of all, after `marker`, '' for the first. `links` point at another
 * resource, so they are not followed.
 */
export async function listBackups(
  http: HttpClient,
  instance: string | null,
  marker: string,
): Promise<Page<WireBackup, string>> {
  const query = { instance_id: instance ?? undefined, limit: LIMIT, marker: marker || undefined };
  const answer = await http.send({ method: 'GET', path: ['v1', 'database-backups'], query });
  const { database_backups, meta } = decodeData(WireBackupPage, answer);
  return toPage(decodeRows(database_backups, WireBackup), meta, marker);
}

export async function getBackup(http: HttpClient, id: string): Promise<WireBackup> {
  const answer = await http.send({ method: 'GET', path: ['v1', 'database-backups', id] });
  const isAsked = (read: { database_backup: WireBackup }) => read.database_backup.id === id;
  return decodeOne(WireBackupAnswer, answer, isAsked).database_backup;
}

/** One page of the organisation's database instances after `marker`, '' for the first. */
export async function listInstances(
  http: HttpClient,
  marker: string,
): Promise<Page<WireInstance, string>> {
  const query = { limit: LIMIT, marker: marker || undefined };
  const answer = await http.send({ method: 'GET', path: ['v1', 'database-instances'], query });
  const { database_instances, meta } = decodeData(WireInstancePage, answer);
  return toPage(decodeRows(database_instances, WireInstance), meta, marker);
}

/** If an answer does not say whether there is more, only an empty page marks the end. */
function toPage<Row extends { readonly id: string | null }>(
  read: Pick<Page<Row, string>, 'rows' | 'unreadable'>,
  meta: WireMeta,
  marker: string,
): Page<Row, string> {
  const hasMore = meta?.has_more ?? read.rows.length > 0;
  return {
    ...read,
    next: hasMore ? (meta?.marker ?? read.rows.at(-1)?.id ?? marker) : null,
    promised: meta?.has_more ?? false,
    total: meta?.total ?? null,
    // A marker is known only from the page before it.
    last: null,
  };
}

/** The whole key, and the secret after the id, which may appear alone. */
function secretsOf(apiKey: string): readonly string[] {
  return [apiKey, apiKey.slice(apiKey.indexOf(':') + 1)];
}

/** A service account's key is `ID:SECRET`; anything else is an access token. */
function authorize(apiKey: string): Record<string, string> {
  return apiKey.includes(':') ? { 'X-Api-Key': apiKey } : { Authorization: `Bearer ${apiKey}` };
}
