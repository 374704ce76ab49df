import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { Row } from '../server/rows.ts';
import { startServer } from '../server/server.ts';
import type { BackupPlan } from './backup-plan.ts';
import { addBackup, backupRows } from './backups.ts';
import { errorBody } from './error-body.ts';
import { answer } from './routes.ts';
import { addSchedule, removeSchedule, scheduleRows } from './schedules.ts';
import type { ServerSettings } from './settings.ts';
import { createState } from './state.ts';
import type { CloudState } from './state.ts';

export type { BackupPlan } from './backup-plan.ts';
export type { RecordedRequest } from '../recorded-request.ts';
export type { StartOptions } from '../server/emulator.ts';

/** A row of `GET /backups`; any field may be absent or of any JSON type. */
export type WireBackup = Record<string, unknown>;
/** A schedule row; any field may be absent or of any JSON type. */
export type WireSchedule = Record<string, unknown>;

/** Read at each request, so a test may change any of them at any time. */
export interface EmulatorSettings extends ServerSettings {
  /** Real milliseconds between a request's effect and its answer. */
  latencyMs: number;
}

/**
 * MariaDB Cloud's backup API on loopback, as strict as its OpenAPI document, apart from what the
 * settings leave open.
 */
export interface MariadbCloudEmulator extends Emulator {
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
  /** How the requested one-time backups of a service go, where no next one has a plan. */
  everyBackup(serviceId: string, plan: Partial<BackupPlan>): void;
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
    answer: (request) => answer(api, request),
    errorBody: (problem) => errorBody(problem, clock.now()),
    latencyMs: () => settings.latencyMs,
    headers: () => (settings.withoutDate ? { date: '' } : {}),
  });
  return emulatorOf(server, clock, controls(state, settings));
}

function defaultSettings(): EmulatorSettings {
  return {
    pageSizeLimit: 100,
    ignoreOrder: false,
    omitPagesCount: false,
    addNullRows: false,
    schedulesNeedService: false,
    listedScheduleAs: {},
    withoutDate: false,
    latencyMs: 0,
  };
}

function controls(
  state: CloudState,
  settings: EmulatorSettings,
): Omit<MariadbCloudEmulator, keyof Emulator> {
  return {
    settings,
    addService: (serviceId) => void state.services.add(serviceId),
    addBackup: (row) => addBackup(state, row),
    addSchedule: (row) => addSchedule(state, row),
    removeSchedule: (id) => removeSchedule(state, String(id)),
    schedules: (serviceId) => scheduleRows(state, serviceId),
    backups: (serviceId) => backupRows(state).filter((row) => row['service_id'] === serviceId),
    nextBackup: (plan) => void state.plans.push(plan),
    everyBackup: (serviceId, plan) => void state.servicePlans.set(serviceId, plan),
  };
}
