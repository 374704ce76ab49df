import type * as v from 'valibot';
import { type HttpClient, createHttpClient } from '../../http/http-client.ts';
import { decode, decodeRows, unreadable } from '../decode.ts';
import type { ProviderOptions } from '../provider.ts';
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
 * one backup. A list without a service is that of the whole organisation; of schedules, not every
 * server gives it. Every function rejects with `HttpError`.
 */
export interface MariadbCloudClient {
  listBackups(service: string | null, page: number): Promise<Page<WireBackup, number>>;
  listSchedules(service: string | null, page: number): Promise<Page<WireSchedule, number>>;
  createSchedule(request: ScheduleRequest): Promise<WireSchedule>;
  getSchedule(id: string): Promise<WireSchedule>;
  updateSchedule(id: string, update: ScheduleUpdate): Promise<WireSchedule>;
  deleteSchedule(id: string): Promise<void>;
}

export function createMariadbCloudClient(options: ProviderOptions): MariadbCloudClient {
  const { baseUrl, apiKey, clock } = options;
  const http = createHttpClient({
    baseUrl,
    headers: { 'X-API-Key': apiKey },
    secrets: [apiKey],
    clock,
  });
  const backups = ['skybackup', 'v1', 'backups'];
  const schedules = [...backups, 'schedules'];
  return {
    async listBackups(service, page) {
      const answer = await http({ method: 'GET', path: backups, query: pageQuery(service, page) });
      const { backups: rows, backups_count: total, pages_count } = decode(WireBackupPage, answer);
      return toPage({ schema: WireBackup, rows, total, page, pages: pages_count });
    },
    async listSchedules(service, page) {
      const query = pageQuery(service, page);
      const answer = await http({ method: 'GET', path: schedules, query });
      const parsed = decode(WireSchedulePage, answer);
      const { schedules: rows, schedules_count: total, pages_count } = parsed;
      return toPage({ schema: WireSchedule, rows, total, page, pages: pages_count });
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

function pageQuery(service: string | null, page: number) {
  return { service_id: service ?? undefined, order: 'desc', page_size: PAGE_SIZE, page };
}

interface RawPage<Row> {
  readonly schema: v.GenericSchema<unknown, Row>;
  readonly rows: readonly unknown[] | null;
  readonly total: number | null;
  readonly page: number;
  readonly pages: number | null;
}

/**
 * No list at all is an empty list, unless something contradicts that: a count, or an earlier page
 * that promised more.
 */
function toPage<Row>({ schema, rows, total, page, pages }: RawPage<Row>): Page<Row, number> {
  const missing = (rows?.length ?? 0) === 0 && page === 1 && (total ?? 0) > 0;
  if (missing || (rows === null && page > 1)) throw unreadable();
  const answers = rows ?? [];
  // Without a count of pages only an empty page shows the end: the server may cap a page's size.
  const hasNext = pages === null ? answers.length > 0 : page < pages;
  return { ...decodeRows(answers, schema), next: hasNext ? page + 1 : null };
}
