import { createClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { RecordedRequest } from '../received-request.ts';
import { startServer } from '../server.ts';
import type { EmulatorServer } from '../server.ts';
import type { BackupPlan } from './backup-plan.ts';
import { addBackup, backupRows } from './backups.ts';
import type { PagingSettings } from './paging.ts';
import { errorBody } from './refusal.ts';
import { answerRequest } from './routes.ts';
import { addSchedule, removeSchedule, scheduleRows } from './schedules.ts';
import { createState } from './state.ts';
import type { CloudState, Row } from './state.ts';

export type { BackupPlan } from './backup-plan.ts';
export type { RecordedRequest } from '../received-request.ts';

/** A row of `GET /backups`; any field may be absent or of any JSON type. */
export type WireBackup = Row;
/** A schedule row; any field may be absent or of any JSON type. */
export type WireSchedule = Row;

/** Read at each request, so a test may change any of them at any time. */
export interface EmulatorSettings extends PagingSettings {
  /** Real milliseconds between a request's effect and its answer. */
  latencyMs: number;
}

/** MariaDB Cloud's backup API on loopback, as strict as its OpenAPI document. */
export interface MariadbCloudEmulator {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  readonly clock: Clock;
  /** In order of arrival, faulted ones included. */
  readonly requests: RecordedRequest[];
  /** The highest number of requests that were under way at the same time. */
  readonly mostAtOnce: number;
  readonly settings: EmulatorSettings;
  /** Listing the backups of a service that was never added answers 404. */
  addService(serviceId: string): void;
  /** A row exactly as given, plus an `id` if it has none; undefined leaves a field out. */
  addBackup(row: Row & { service_id: string }): WireBackup;
  addSchedule(row: Row & { service_id: string }): WireSchedule;
  /** The row vanishes; a backup it asked for goes on. `DELETE` is stricter. */
  removeSchedule(id: number | string): void;
  schedules(serviceId: string): WireSchedule[];
  backups(serviceId: string): WireBackup[];
  /** How the next requested one-time backup goes; a queue, after which the default plan holds. */
  nextBackup(plan: Partial<BackupPlan>): void;
  fail(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

export interface StartOptions {
  apiKey?: string;
  /** Default: a frozen clock. */
  clock?: Clock;
  /** Default: any free port. */
  port?: number;
}

const defaultApiKey = 'skysql.1zzz.test-key';

export async function startMariadbCloud(options: StartOptions = {}): Promise<MariadbCloudEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState(clock);
  const settings = defaultSettings();
  const api = { apiKey: options.apiKey ?? defaultApiKey, state, settings };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answerRequest(api, request),
    errorBody: (problem) => errorBody({ ...problem, now: clock.now() }),
    latencyMs: () => settings.latencyMs,
  });
  return controls({ server, state, settings });
}

function defaultSettings(): EmulatorSettings {
  return { pageSizeLimit: 100, ignoreOrder: false, omitPagesCount: false, latencyMs: 0 };
}

interface Parts {
  server: EmulatorServer;
  state: CloudState;
  settings: EmulatorSettings;
}

/** What a test holds in its hands. */
function controls({ server, state, settings }: Parts): MariadbCloudEmulator {
  return {
    url: server.url,
    clock: state.clock,
    requests: server.requests,
    settings,
    get mostAtOnce() {
      return server.tally.most;
    },
    addService: (serviceId) => void state.services.add(serviceId),
    addBackup: (row) => addBackup(state, row),
    addSchedule: (row) => addSchedule(state, row),
    removeSchedule: (id) => removeSchedule(state, String(id)),
    schedules: (serviceId) => scheduleRows(state, serviceId),
    backups: (serviceId) => backupRows(state).filter((row) => row['service_id'] === serviceId),
    nextBackup: (plan) => void state.plans.push(plan),
    fail: (fault) => server.faults.add(fault),
    clearFaults: () => server.faults.clear(),
    close: () => server.close(),
  };
}
