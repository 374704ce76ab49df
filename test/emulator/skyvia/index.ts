import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { Row } from '../server/rows.ts';
import { startServer } from '../server/server.ts';
import { addBackup, backupOf } from './backups.ts';
import type { NewBackup } from './backups.ts';
import { errorBody } from './error-body.ts';
import { answer } from './routes.ts';
import { activeRun } from './run.ts';
import type { RunPlan } from './run-plan.ts';
import { beginRun } from './runs.ts';
import { defaultSettings } from './settings.ts';
import type { SkyviaSettings } from './settings.ts';
import { addSnapshot, snapshotRows } from './snapshots.ts';
import { createState } from './state.ts';
import type { ScheduleState, SkyviaState } from './state.ts';

export type { RecordedRequest } from '../recorded-request.ts';
export type { StartOptions } from '../server/emulator.ts';
export type { NewBackup } from './backups.ts';
export type { RunPlan } from './run-plan.ts';
export type { SkyviaSettings } from './settings.ts';
export type { ScheduleState } from './state.ts';

/** A row of `GET …/snapshots`, with its `result`; any field may be absent or of any JSON type. */
export type WireSnapshot = Row;
/** A run as the API answers it while it is active. */
export type WireActiveRun = Row;

/** Skyvia's backup API on loopback. A service is named `<workspace>/<backup>`. */
export interface SkyviaEmulator extends Emulator {
  readonly settings: SkyviaSettings;
  /** Its workspace exists from the first backup on. */
  addBackup(backup: NewBackup): void;
  /**
   * A row exactly as given, plus a `snapshotId` if it has none; undefined leaves a field out. It is
   * listed whatever its state. Its `result` shows only in its details.
   */
  addSnapshot(service: string, row: Row): WireSnapshot;
  /** Every record that there is at this moment. */
  snapshots(service: string): WireSnapshot[];
  schedule(service: string): ScheduleState;
  /** How the next run goes; a queue for all backups, after which the default plan holds. */
  nextRun(plan: Partial<RunPlan>): void;
  /** A run begins that the schedule asked for. Throws while another is active. */
  startRun(service: string): WireActiveRun;
}

const defaultApiKey = 'skyvia-test-token';

export async function startSkyvia(options: StartOptions = {}): Promise<SkyviaEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState(clock);
  const settings = defaultSettings();
  const api = { apiKey: options.apiKey ?? defaultApiKey, state, settings };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answer(api, request),
    errorBody,
    latencyMs: () => settings.latencyMs,
    headers: () => (settings.withoutDate ? { date: '' } : {}),
  });
  return emulatorOf(server, clock, controls(state, settings));
}

function controls(
  state: SkyviaState,
  settings: SkyviaSettings,
): Omit<SkyviaEmulator, keyof Emulator> {
  return {
    settings,
    addBackup: (backup) => addBackup(state, backup),
    addSnapshot: (service, row) => addSnapshot(state, backupOf(state, service), row),
    snapshots: (service) => snapshotRows(backupOf(state, service), state.clock.now()),
    schedule: (service) => backupOf(state, service).schedule,
    nextRun: (plan) => void state.plans.push(plan),
    startRun: (service) => startRun(state, service),
  };
}

function startRun(state: SkyviaState, service: string): WireActiveRun {
  const run = beginRun(state, { record: backupOf(state, service), bySchedule: true });
  return activeRun(run, state.clock.now());
}
