import { createClock } from '../clock.ts';
import { emulatorOf } from '../server/emulator.ts';
import type { Emulator, StartOptions } from '../server/emulator.ts';
import type { Row } from '../server/rows.ts';
import { startServer } from '../server/server.ts';
import { createBudget } from './budget.ts';
import { credentialsOf } from './credentials.ts';
import { errorBody } from './error-body.ts';
import { answer } from './routes.ts';
import { createSettings, defaultRateLimit } from './settings.ts';
import type { BycloudSettings } from './settings.ts';
import { addBackup, addInstance, changeBackup, createState, removeBackup } from './state.ts';
import type { BycloudState } from './state.ts';

export type { RecordedRequest } from '../recorded-request.ts';
export type { StartOptions } from '../server/emulator.ts';
export type { RateLimit } from './budget.ts';
export type { BycloudSettings } from './settings.ts';

/** A row of `GET /v1/database-backups`; any field may be absent or of any JSON type. */
export type WireDatabaseBackup = Row;
/** A row of `GET /v1/database-instances`, likewise. */
export type WireDatabaseInstance = Row;

/** ByCloud's database backup API on loopback. It can only be read, as documented. */
export interface BycloudEmulator extends Emulator {
  readonly settings: BycloudSettings;
  /** A row exactly as given, plus an `id` if it has none; undefined leaves a field out. */
  addBackup(row: Row & { instance_id: string }): WireDatabaseBackup;
  /** Sets these fields of a backup, e.g. as it finishes. */
  changeBackup(id: string, fields: Row): void;
  removeBackup(id: string): void;
  /** In the order in which they were added. */
  backups(instanceId: string): WireDatabaseBackup[];
  /** An instance, with or without backups; `addBackup` adds the one it names. */
  addInstance(row: Row & { id: string }): WireDatabaseInstance;
}

/** `apiKey`: a token or, with a colon, `ID:SECRET`; only that is taken then. Default: one of each. */
export async function startBycloud(options: StartOptions = {}): Promise<BycloudEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState();
  const budget = createBudget(clock, defaultRateLimit);
  const settings = createSettings(budget);
  const api = { credentials: credentialsOf(options.apiKey), budget, state, settings };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answer(api, request),
    errorBody,
    latencyMs: () => settings.latencyMs,
    headers: () => budget.headers(),
  });
  return emulatorOf(server, clock, controls(state, settings));
}

function controls(
  state: BycloudState,
  settings: BycloudSettings,
): Omit<BycloudEmulator, keyof Emulator> {
  return {
    settings,
    addBackup: (row) => addBackup(state, row),
    changeBackup: (id, fields) => changeBackup(state, id, fields),
    removeBackup: (id) => removeBackup(state, id),
    backups: (instanceId) => state.backups.filter((row) => row['instance_id'] === instanceId),
    addInstance: (row) => addInstance(state, row),
  };
}
