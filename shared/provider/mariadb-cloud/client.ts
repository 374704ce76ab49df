import type * as v from 'valibot';
import { createHttpClient, type HttpClient } from '../../http/http-client.ts';
import { decode, decodeOne, decodeData, decodeRows, unreadable } from '../decode.ts';
import type { ConnectOptions } from '../provider.ts';
import { ALWAYS_READ, type Page } from '../read-list.ts';
import { WireBackup, WireBackupPage, WireSchedule, WireSchedulePage } from './wire.ts';

/*
 * The backup and schedule endpoints of MariaDB Cloud's OpenAPI document, one function each, so that
 * a bundle holds only those that it calls. The list by path (`/backups/{service_id}`) is left out:
 * the document calls it a list and types it as one backup. A list without a service is that of the
 * whole organisation; not every server offers that for schedules. Every function rejects with
 * `HttpError`.
 */

/** The vendor documents no page limit; its sibling API caps at 100. */
const PAGE_SIZE = 100;

const BACKUPS = ['skybackup', 'v1', 'backups'];
const SCHEDULES = [...BACKUPS, 'schedules'];

export interface ScheduleRequest {
  readonly service_id: string;
  readonly backup_type: string;
  /** Five cron fields, or `once`. */
  readonly schedule: string;
}

export interface ScheduleUpdate {
  readonly backup_type?: string;
  readonly schedule?: string;
  readonly suspended?: boolean;
}

export function createMariadbCloudClient(options: ConnectOptions): HttpClient {
  const { apiKey, ...connection } = options;
  const headers = { 'X-API-Key': apiKey };
  return createHttpClient({ ...connection, headers, secrets: [apiKey] });
}

export async function listBackups(
  http: HttpClient,
  service: string | null,
  page: number,
): Promise<Page<WireBackup, number>> {
  const query = pageQuery(service, page);
  const answer = await http.send({ method: 'GET', path: BACKUPS, query });
  const { backups: rows, backups_count: total, pages_count } = decodeData(WireBackupPage, answer);
  return toPage({ schema: WireBackup, rows, total, page, pages: pages_count });
}

export async function listSchedules(
  http: HttpClient,
  service: string | null,
  page: number,
): Promise<Page<WireSchedule, number>> {
  const query = pageQuery(service, page);
  const answer = await http.send({ method: 'GET', path: SCHEDULES, query });
  const {
    schedules: rows,
    schedules_count: total,
    pages_count,
  } = decodeData(WireSchedulePage, answer);
  return toPage({ schema: WireSchedule, rows, total, page, pages: pages_count });
}

export async function createSchedule(
  http: HttpClient,
  json: ScheduleRequest,
): Promise<WireSchedule> {
  return decode(WireSchedule, await http.send({ method: 'POST', path: SCHEDULES, json }));
}

export async function getSchedule(http: HttpClient, id: string): Promise<WireSchedule> {
  const answer = await http.send({ method: 'GET', path: [...SCHEDULES, id] });
  return decodeOne(WireSchedule, answer, (schedule) => schedule.id === id);
}

export async function updateSchedule(
  http: HttpClient,
  id: string,
  json: ScheduleUpdate,
): Promise<WireSchedule> {
  const answer = await http.send({ method: 'PATCH', path: [...SCHEDULES, id], json });
  return decode(WireSchedule, answer);
}

export async function deleteSchedule(http: HttpClient, id: string): Promise<void> {
  await http.send({ method: 'DELETE', path: [...SCHEDULES, id] });
}

function pageQuery(service: string | null, page: number) {
  return { service_id: service ?? undefined, order: 'desc', page_size: PAGE_SIZE, page };
}

interface RawPage<Row> {
  readonly schema: v.GenericSchema<unknown, Row>;
  readonly rows: readonly unknown[];
  readonly total: number | null;
  readonly page: number;
  readonly pages: number | null;
}

/** An empty list is believed unless its own count contradicts it. */
function toPage<Row>({ schema, rows, total, page, pages }: RawPage<Row>): Page<Row, number> {
  const { length } = rows;
  if (length === 0 && page === 1 && (total ?? 0) > 0) throw unreadable();
  // Without a page count only an empty page marks the end: the server may cap the page size.
  const hasNext = pages === null ? length > 0 : page < pages;
  const isLong = pages !== null && countAtLeast(length, total, pages) > ALWAYS_READ;
  return {
    ...decodeRows(rows, schema),
    next: hasNext ? page + 1 : null,
    promised: hasNext && pages !== null,
    total,
    last: isLong ? pages : null,
  };
}

/** The document does not say whether a count is of the whole list or of the page. */
function countAtLeast(length: number, total: number | null, pages: number): number {
  return total === null || total === length ? (pages - 1) * length + 1 : total;
}
