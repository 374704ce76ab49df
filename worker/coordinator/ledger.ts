import { DAY, type Instant } from '../../shared/domain/instant.ts';
import type { Notification } from '../notify/notification.ts';
import { readStoredNotification } from '../notify/stored-notification.ts';
import type { RunRecord } from './record.ts';
import { readStoredRun } from './stored-run.ts';

/** The run that a delivery caused or joined. */
export interface Delivered {
  readonly run: RunRecord;
  readonly joined: boolean;
}

/** How long a sender's retry is recognised, and an ended run can be looked up. */
const KEEP_DELIVERIES = 3 * DAY;
const KEEP_RUNS = 90 * DAY;

/** An unfinished run of each type and a few ended ones, which callers ask for repeatedly. */
const MAX_CACHED = 10;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, accepted_at INTEGER NOT NULL,
    ended_at INTEGER, record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS runs_by_end ON runs (ended_at);
  CREATE INDEX IF NOT EXISTS runs_by_type ON runs (type, accepted_at);
  CREATE TABLE IF NOT EXISTS deliveries (
    name TEXT PRIMARY KEY, run_id TEXT NOT NULL, joined INTEGER NOT NULL, received_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS tellings (
    id TEXT PRIMARY KEY, due_at INTEGER NOT NULL, telling TEXT NOT NULL
  );
`;

/**
 * What a coordinator stores, in SQLite. Every method is synchronous, so calls in a row without an
 * `await` become durable together or not at all.
 */
export class Ledger {
  readonly #sql: SqlStorage;

  #prepared = false;
  /**
   * The stored runs by id. Nothing else writes to this database, and an object whose write fails is
   * restarted. Most requests join a run, whose record can be long.
   */
  readonly #cached = new Map<string, RunRecord>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  save(run: RunRecord): void {
    this.#prepare();
    this.#sql.exec(
      'INSERT OR REPLACE INTO runs (id, type, accepted_at, ended_at, record) VALUES (?, ?, ?, ?, ?)',
      run.id,
      run.type,
      run.acceptedAt,
      run.finishedAt,
      JSON.stringify(run),
    );
    this.#cache(run);
  }

  /** Throws `UnreadableRecordError` if the record cannot be read. */
  find(id: string): RunRecord | null {
    const run = this.#load(id);
    if (run === 'unreadable') throw new UnreadableRecordError();
    return run;
  }

  /** An unreadable record must not hold up the others, so it is only counted. */
  findUnfinished(): { readonly runs: readonly RunRecord[]; readonly unreadable: number } {
    const ids = this.#findIds('SELECT id FROM runs WHERE ended_at IS NULL');
    const runs = ids.map((id) => this.#load(id)).filter((run) => run !== null);
    const readable = runs.filter((run) => run !== 'unreadable');
    return { runs: readable, unreadable: runs.length - readable.length };
  }

  /** The latest ended run of a type; backups of one type are taken one after another. */
  findLatestEnded(type: string): RunRecord | null {
    const query =
      'SELECT id FROM runs WHERE type = ? AND ended_at IS NOT NULL ORDER BY accepted_at DESC LIMIT 1';
    const [id] = this.#findIds(query, type);
    return id === undefined ? null : this.find(id);
  }

  /** Of all types, newest first; unreadable ones are left out. */
  findLatest(max: number): readonly RunRecord[] {
    const query = `SELECT id FROM runs ORDER BY accepted_at DESC LIMIT ${max}`;
    const runs = this.#findIds(query).map((id) => this.#load(id));
    return runs.filter((run) => run !== null && run !== 'unreadable');
  }

  /** How the stored runs ended. */
  countEnded(): Readonly<Record<'succeeded' | 'failed' | 'timedOut', number>> {
    const count = (state: string) => {
      const query =
        "SELECT count(*) AS n FROM runs WHERE ended_at IS NOT NULL AND record ->> 'state' = ?";
      const [row] = this.#isPrepared() ? this.#sql.exec<{ n: number }>(query, state).toArray() : [];
      return row?.n ?? 0;
    };
    return {
      succeeded: count('succeeded'),
      failed: count('failed'),
      timedOut: count('timed-out'),
    };
  }

  /** The run of an earlier delivery with one of these names. */
  findDelivery(names: readonly string[]): Delivered | null {
    if (!this.#isPrepared()) return null;
    for (const name of names) {
      const query = 'SELECT run_id, joined FROM deliveries WHERE name = ?';
      const [row] = this.#sql.exec<{ run_id: string; joined: number }>(query, name).toArray();
      const run = row ? this.find(row.run_id) : null;
      if (row && run) return { run, joined: row.joined === 1 };
    }
    return null;
  }

  rememberDelivery(names: readonly string[], { run, joined }: Delivered, now: Instant): void {
    for (const name of names) {
      const query = 'INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?, ?)';
      this.#sql.exec(query, name, run.id, Number(joined), now);
    }
  }

  enqueue(notification: Notification): void {
    this.#prepare();
    this.#sql.exec(
      'INSERT OR REPLACE INTO tellings (id, due_at, telling) VALUES (?, ?, ?)',
      notification.id,
      notification.dueAt,
      JSON.stringify(notification),
    );
  }

  removeNotification(id: string): void {
    this.#sql.exec('DELETE FROM tellings WHERE id = ?', id);
  }

  /** Earliest first. Unreadable ones stay stored and are only counted. */
  findNotifications(): {
    readonly notifications: readonly Notification[];
    readonly unreadable: number;
  } {
    if (!this.#isPrepared()) return { notifications: [], unreadable: 0 };
    const rows = this.#sql
      .exec<{ telling: string }>('SELECT telling FROM tellings ORDER BY due_at')
      .toArray();
    const notifications = rows.flatMap(({ telling }) => readStoredNotification(telling) ?? []);
    return { notifications, unreadable: rows.length - notifications.length };
  }

  /** The run is read again: others may have joined meanwhile. */
  addUndelivered(runId: string, reason: string): void {
    const run = this.find(runId);
    if (run) this.save({ ...run, undelivered: [...run.undelivered, reason] });
  }

  forgetOld(now: Instant): void {
    if ((this.nextForgetting() ?? Number.POSITIVE_INFINITY) > now) return;
    this.#sql.exec('DELETE FROM deliveries WHERE received_at <= ?', now - KEEP_DELIVERIES);
    this.#sql.exec('DELETE FROM runs WHERE ended_at <= ?', now - KEEP_RUNS);
    this.#cached.clear();
  }

  /**
   * When the next record can be deleted; `null` if nothing is stored. Asked at every alarm, so it
   * reads only two rows: deliveries are stored in order of arrival.
   */
  nextForgetting(): Instant | null {
    if (!this.#isPrepared()) return null;
    const query = `SELECT min(at) AS at FROM (
      SELECT * FROM (SELECT received_at + ? AS at FROM deliveries ORDER BY rowid LIMIT 1)
      UNION ALL SELECT min(ended_at) + ? FROM runs)`;
    const [row] = this.#sql
      .exec<{ at: number | null }>(query, KEEP_DELIVERIES, KEEP_RUNS)
      .toArray();
    return row?.at ?? null;
  }

  /**
   * Creates the tables on the first write: asking for a made-up run must not leave a database
   * behind.
   */
  #prepare(): void {
    if (!this.#prepared) this.#sql.exec(SCHEMA);
    this.#prepared = true;
  }

  #isPrepared(): boolean {
    if (!this.#prepared) {
      const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'tellings'";
      this.#prepared = this.#sql.exec(query).toArray().length > 0;
    }
    return this.#prepared;
  }

  #load(id: string): RunRecord | 'unreadable' | null {
    const cached = this.#cached.get(id);
    if (cached || !this.#isPrepared()) return cached ?? null;
    const query = 'SELECT record FROM runs WHERE id = ?';
    const [row] = this.#sql.exec<{ record: string }>(query, id).toArray();
    if (!row) return null;
    const run = readStoredRun(row.record);
    if (run) this.#cache(run);
    return run ?? 'unreadable';
  }

  #cache(run: RunRecord): void {
    if (this.#cached.size >= MAX_CACHED) this.#cached.clear();
    this.#cached.set(run.id, run);
  }

  #findIds(query: string, ...bindings: string[]): readonly string[] {
    if (!this.#isPrepared()) return [];
    return this.#sql
      .exec<{ id: string }>(query, ...bindings)
      .toArray()
      .map(({ id }) => id);
  }
}

/** A record that was written by another version or was damaged. */
class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
}
