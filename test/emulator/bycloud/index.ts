import { createClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { RecordedRequest } from '../received-request.ts';
import type { Row } from '../rows.ts';
import { startServer } from '../server.ts';
import type { EmulatorServer } from '../server.ts';
import { createBudget } from './budget.ts';
import { credentialsOf } from './credentials.ts';
import { errorBody } from './error-body.ts';
import { answerRequest } from './routes.ts';
import { createSettings, defaultRateLimit } from './settings.ts';
import type { BycloudSettings } from './settings.ts';
import { addBackup, addInstance, changeBackup, createState, removeBackup } from './state.ts';
import type { BycloudState } from './state.ts';

export type { RecordedRequest } from '../received-request.ts';
export type { RateLimit } from './budget.ts';
export type { BycloudSettings } from './settings.ts';

/** A row of `GET /v1/database-backups`; any field may be absent or of any JSON type. */
export type WireDatabaseBackup = Row;
/** A row of `GET /v1/database-instances`, likewise. */
export type WireDatabaseInstance = Row;

/** ByCloud's database backup API on loopback. It can only be read, as documented. */
export interface BycloudEmulator {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  readonly clock: Clock;
  /** In order of arrival, faulted ones included. */
  readonly requests: RecordedRequest[];
  /** The highest number of requests that were under way at the same time. */
  readonly mostAtOnce: number;
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
  fail(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

export interface StartOptions {
  /** A token or, with a colon, `ID:SECRET`; only that is taken then. Default: one of each kind. */
  apiKey?: string;
  /** Default: a frozen clock. */
  clock?: Clock;
  /** Default: any free port. */
  port?: number;
}

export async function startBycloud(options: StartOptions = {}): Promise<BycloudEmulator> {
  const clock = options.clock ?? createClock();
  const state = createState();
  const budget = createBudget(clock, defaultRateLimit);
  const settings = createSettings(budget);
  const api = { credentials: credentialsOf(options.apiKey), budget, state, settings };
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: (request) => answerRequest(api, request),
    errorBody: ({ status }) => errorBody({ status }),
    latencyMs: () => settings.latencyMs,
    headers: () => budget.headers(),
  });
  return controls({ server, clock, state, settings });
}

interface Parts {
  server: EmulatorServer;
  clock: Clock;
  state: BycloudState;
  settings: BycloudSettings;
}

/** What a test holds in its hands. */
function controls({ server, clock, state, settings }: Parts): BycloudEmulator {
  return {
    url: server.url,
    clock,
    requests: server.requests,
    settings,
    get mostAtOnce() {
      return server.tally.most;
    },
    addBackup: (row) => addBackup(state, row),
    changeBackup: (id, fields) => changeBackup(state, id, fields),
    removeBackup: (id) => removeBackup(state, id),
    backups: (instanceId) => state.backups.filter((row) => row['instance_id'] === instanceId),
    addInstance: (row) => addInstance(state, row),
    fail: (fault) => server.faults.add(fault),
    clearFaults: () => server.faults.clear(),
    close: () => server.close(),
  };
}
