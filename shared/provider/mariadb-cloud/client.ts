import * as v from 'valibot';
import { type HttpClient, createHttpClient } from '../../http/http-client.ts';
import { HttpError } from '../../http/http-error.ts';
import type { Page } from '../read-list.ts';
import { WireBackup, WireBackupPage, WireSchedule, WireSchedulePage } from './wire.ts';

/** The vendor names no largest page; its sibling API caps at 100. */
const PAGE_SIZE = 100;

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

/**
 * The backup and schedule endpoints of MariaDB Cloud's OpenAPI document, one function each. The
 * list by path (`/backups/{service_id}`) is left out: the document calls it a list and types it as
 * one backup. Every function rejects with `HttpError`.
 */
export interface MariadbCloudClient {
  listBackups(service: string, page: number): Promise<Page<WireBackup, number>>;
  listSchedules(service: string, page: number): Promise<Page<WireSchedule, number>>;
  createSchedule(request: ScheduleRequest): Promise<WireSchedule>;
  getSchedule(id: string): Promise<WireSchedule>;
  updateSchedule(id: string, update: ScheduleUpdate): Promise<WireSchedule>;
  deleteSchedule(id: string): Promise<void>;
}

export function createMariadbCloudClient(options: {
  baseUrl: string;
  apiKey: string;
}): MariadbCloudClient {
  const { baseUrl, apiKey } = options;
  const http = createHttpClient({ baseUrl, headers: { 'X-API-Key': apiKey } });
  const backups = ['skybackup', 'v1', 'backups'];
  const schedules = [...backups, 'schedules'];
  return {
    async listBackups(service, page) {
      const answer = await http({ method: 'GET', path: backups, query: pageQuery(service, page) });
      const { backups: rows, backups_count: total, pages_count } = decode(WireBackupPage, answer);
      return toPage({ schema: WireBackup, rows, total, service, page, pages: pages_count });
    },
    async listSchedules(service, page) {
      const query = pageQuery(service, page);
      const answer = await http({ method: 'GET', path: schedules, query });
      const parsed = decode(WireSchedulePage, answer);
      const { schedules: rows, schedules_count: total, pages_count } = parsed;
      return toPage({ schema: WireSchedule, rows, total, service, page, pages: pages_count });
    },
    ...scheduleCalls(http, schedules),
  };
}

function scheduleCalls(http: HttpClient, path: readonly string[]) {
  const one = (id: string) => [...path, id];
  return {
    createSchedule: async (json: ScheduleRequest) =>
      decode(WireSchedule, await http({ method: 'POST', path, json })),
    getSchedule: async (id: string) =>
      decode(WireSchedule, await http({ method: 'GET', path: one(id) })),
    updateSchedule: async (id: string, json: ScheduleUpdate) =>
      decode(WireSchedule, await http({ method: 'PATCH', path: one(id), json })),
    deleteSchedule: async (id: string) => {
      await http({ method: 'DELETE', path: one(id) });
    },
  };
}

function pageQuery(service: string, page: number) {
  return { service_id: service, order: 'desc', page_size: PAGE_SIZE, page };
}

function decode<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  throw unreadable();
}

function unreadable(): HttpError {
  return new HttpError({ kind: 'unreadable', reason: 'the answer is not of the agreed shape' });
}

interface RawPage<Row> {
  readonly schema: v.GenericSchema<unknown, Row>;
  readonly rows: readonly unknown[] | null;
  readonly total: number | null;
  readonly service: string;
  readonly page: number;
  readonly pages: number | null;
}

/**
 * A server that ignores the filter must not mix services, so rows of another one are left out. No
 * list at all is an empty list, unless a count says that there is something.
 */
function toPage<Row extends { readonly service_id: string | null }>(
  raw: RawPage<Row>,
): Page<Row, number> {
  if (raw.rows === null && (raw.total ?? 0) > 0) throw unreadable();
  const rows = raw.rows ?? [];
  const parsed = rows.map((row) => v.safeParse(raw.schema, row));
  const items = parsed.flatMap((row) => (row.success ? [row.output] : []));
  return {
    items: items.filter(({ service_id }) => service_id === null || service_id === raw.service),
    unreadable: rows.length - items.length,
    next: hasNext(raw, rows.length) ? raw.page + 1 : null,
  };
}

/** Without a count of pages, only an empty page shows the end: the server may cap a page's size. */
function hasNext({ page, pages }: RawPage<unknown>, rowsOnPage: number): boolean {
  return pages === null ? rowsOnPage > 0 : page < pages;
}
