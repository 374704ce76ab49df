import { createHttpClient, type HttpClient } from '../../http/http-client.ts';
import { decode, decodeRows } from '../decode.ts';
import type { ProviderOptions } from '../provider.ts';
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
export function openBycloud(options: ProviderOptions): HttpClient {
  const { baseUrl, apiKey, clock } = options;
  return createHttpClient({
    baseUrl,
    headers: authorize(apiKey),
    secrets: secretsOf(apiKey),
    clock,
  });
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
  const { database_backups, meta } = decode(WireBackupPage, answer);
  const read = decodeRows(database_backups ?? [], WireBackup);
  return { ...read, next: nextMarker(read.rows, meta, marker) };
}

export async function getBackup(http: HttpClient, id: string): Promise<WireBackup> {
  const answer = await http.send({ method: 'GET', path: ['v1', 'database-backups', id] });
  return decode(WireBackupAnswer, answer).database_backup;
}

/** One page of the organisation's database instances after `marker`, '' for the first. */
export async function listInstances(
  http: HttpClient,
  marker: string,
): Promise<Page<WireInstance, string>> {
  const query = { limit: LIMIT, marker: marker || undefined };
  const answer = await http.send({ method: 'GET', path: ['v1', 'database-instances'], query });
  const { database_instances, meta } = decode(WireInstancePage, answer);
  const read = decodeRows(database_instances ?? [], WireInstance);
  return { ...read, next: nextMarker(read.rows, meta, marker) };
}

/** If an answer does not say whether there is more, only an empty page marks the end. */
function nextMarker(
  rows: readonly { readonly id: string | null }[],
  meta: WireMeta,
  marker: string,
): string | null {
  const hasMore = meta?.has_more ?? rows.length > 0;
  return hasMore ? (meta?.marker ?? rows.at(-1)?.id ?? marker) : null;
}

/** The whole key, and the secret after the id, which may appear alone. */
function secretsOf(apiKey: string): readonly string[] {
  return [apiKey, apiKey.slice(apiKey.indexOf(':') + 1)];
}

/** A service account's key is `ID:SECRET`; anything else is an access token. */
function authorize(apiKey: string): Record<string, string> {
  return apiKey.includes(':') ? { 'X-Api-Key': apiKey } : { Authorization: `Bearer ${apiKey}` };
}
