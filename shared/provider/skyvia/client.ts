import type * as v from 'valibot';
import { createHttpClient, type HttpClient } from '../../http/http-client.ts';
import { decode, decodeOne, decodeData, decodeRows, unreadable } from '../decode.ts';
import type { ConnectOptions } from '../provider.ts';
import type { Page } from '../read-list.ts';
import {
  WireBackup,
  WirePage,
  WireRun,
  WireSchedule,
  WireSnapshot,
  WireSnapshotDetails,
  WireWorkspace,
} from './wire.ts';

/** The largest page that Skyvia allows. */
const TAKE = 200;

/** Every call below rejects with `HttpError`. A service is `workspace/backup`. */
export function openSkyvia(options: ConnectOptions): HttpClient {
  const { apiKey, ...connection } = options;
  const headers = { Authorization: apiKey };
  return createHttpClient({ ...connection, headers, secrets: [apiKey] });
}

/** The only list without pages, a bare array. */
export async function listWorkspaces(http: HttpClient) {
  const answer = await http.send({ method: 'GET', path: ['v1', 'workspaces'] });
  if (!Array.isArray(answer)) throw unreadable();
  return decodeRows(answer, WireWorkspace);
}

/** One page of a workspace's backups; `next` is how many to skip for the one after it. */
export async function listBackups(
  http: HttpClient,
  workspace: string,
  skip: number,
): Promise<Page<WireBackup, number>> {
  const path = ['v1', 'workspaces', workspace, 'backups'];
  const answer = await http.send({ method: 'GET', path, query: { take: TAKE, skip } });
  return toPage(decodeData(WirePage, answer), WireBackup, skip);
}

export async function getBackup(http: HttpClient, service: string): Promise<WireBackup> {
  const answer = await http.send({ method: 'GET', path: pathOf(service) });
  return decodeOne(WireBackup, answer, ({ id }) => id === service.split('/')[1]);
}

/** One page of a backup's finished snapshots, newest first: the default is oldest first. */
export async function listSnapshots(
  http: HttpClient,
  service: string,
  skip: number,
): Promise<Page<WireSnapshot, number>> {
  const query = { sortOrder: 'desc', sortBy: 'startTime', take: TAKE, skip };
  const answer = await http.send({ method: 'GET', path: pathOf(service, 'snapshots'), query });
  return toPage(decodeData(WirePage, answer), WireSnapshot, skip);
}

export async function getSnapshot(
  http: HttpClient,
  service: string,
  id: string,
): Promise<WireSnapshotDetails> {
  const path = pathOf(service, 'snapshots', id);
  // Skyvia often fails here under load, and the verdict stands without the details.
  const answer = await http.send({ method: 'GET', path, retries: 'twice' });
  return decodeOne(WireSnapshotDetails, answer, ({ snapshotId }) => snapshotId === id);
}

/** An empty answer, `null`, and a run without an id all mean that none is active. */
export async function getActiveRun(http: HttpClient, service: string): Promise<WireRun> {
  const path = pathOf(service, 'snapshots', 'active');
  return decodeData(WireRun, (await http.send({ method: 'GET', path })) ?? {});
}

/** Sends no body: an older page of the documentation shows one, the API's own document has none. */
export async function createSnapshot(http: HttpClient, service: string): Promise<WireRun> {
  return decode(WireRun, await http.send({ method: 'POST', path: pathOf(service, 'snapshots') }));
}

/** `undefined` where the backup has no schedule. */
export async function getSchedule(
  http: HttpClient,
  service: string,
): Promise<WireSchedule | undefined> {
  const answer = await http.send({ method: 'GET', path: pathOf(service, 'schedule') });
  return answer === undefined || answer === null ? undefined : decodeData(WireSchedule, answer);
}

/** The documents disagree about the answer, so it is not read. */
export async function enableSchedule(http: HttpClient, service: string): Promise<void> {
  await http.send({ method: 'POST', path: pathOf(service, 'schedule', 'enable') });
}

/** As with `enableSchedule`, the answer is not read. */
export async function disableSchedule(http: HttpClient, service: string): Promise<void> {
  await http.send({ method: 'POST', path: pathOf(service, 'schedule', 'disable') });
}

function pathOf(service: string, ...rest: readonly string[]): readonly string[] {
  const [workspace = '', backup = ''] = service.split('/');
  return ['v1', 'workspaces', workspace, 'backups', backup, ...rest];
}

/** If an answer does not say whether there is more, only an empty page marks the end. */
function toPage<Row>(
  { data, hasMore }: WirePage,
  schema: v.GenericSchema<unknown, Row>,
  skip: number,
): Page<Row, number> {
  return {
    ...decodeRows(data, schema),
    next: (hasMore ?? data.length > 0) ? skip + data.length : null,
    promised: hasMore ?? false,
    // How many there are is never said.
    total: null,
    last: null,
  };
}
