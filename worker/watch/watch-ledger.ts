import { DAY, type Instant } from '../../shared/domain/instant.ts';
import {
  type HistoryEntry,
  readHistoryEntry,
  readWatchRecord,
  type WatchRecord,
} from './watch-record.ts';

const KEEP_HISTORY = 90 * DAY;

/** One row is written for each save and each entry of the history. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS watch (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS changes (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, change TEXT NOT NULL
  );
`;

/**
 * What a coordinator stores of the watch, in the database of its ledger. Every method is
 * synchronous, as there.
 */
export class WatchLedger {
  readonly #sql: SqlStorage;
  #prepared = false;
  /** Nothing else writes to it. `undefined` until it was read. */
  #record: WatchRecord | 'unreadable' | null | undefined = undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** `null` if nothing was watched yet. One that cannot be read counts as none, and is replaced. */
  read(): WatchRecord | null {
    const record = this.#cached();
    return record === 'unreadable' ? null : record;
  }

  isUnreadable(): boolean {
    return this.#cached() === 'unreadable';
  }

  save(record: WatchRecord): void {
    this.#prepare();
    const query = 'INSERT OR REPLACE INTO watch (id, record) VALUES (1, ?)';
    this.#sql.exec(query, JSON.stringify(record));
    this.#record = record;
  }

  remember(entry: HistoryEntry): void {
    this.#prepare();
    const query = 'INSERT INTO changes (at, change) VALUES (?, ?)';
    this.#sql.exec(query, entry.at, JSON.stringify(entry));
  }

  /** Newest first. */
  history(max: number): readonly HistoryEntry[] {
    if (!this.#isPrepared()) return [];
    return this.#sql
      .exec<{ change: string }>('SELECT change FROM changes ORDER BY id DESC LIMIT ?', max)
      .toArray()
      .flatMap(({ change }) => readHistoryEntry(change) ?? []);
  }

  forgetOld(now: Instant): void {
    if ((this.nextForgetting() ?? Number.POSITIVE_INFINITY) > now) return;
    this.#sql.exec('DELETE FROM changes WHERE at <= ?', now - KEEP_HISTORY);
  }

  /** When the first change can be deleted; `null` if there is none. */
  nextForgetting(): Instant | null {
    if (!this.#isPrepared()) return null;
    const query = 'SELECT at FROM changes ORDER BY id LIMIT 1';
    const [first] = this.#sql.exec<{ at: number }>(query).toArray();
    return first ? first.at + KEEP_HISTORY : null;
  }

  #cached(): WatchRecord | 'unreadable' | null {
    if (this.#record === undefined) this.#record = this.#load();
    return this.#record;
  }

  #load(): WatchRecord | 'unreadable' | null {
    if (!this.#isPrepared()) return null;
    const query = 'SELECT record FROM watch WHERE id = 1';
    const [row] = this.#sql.exec<{ record: string }>(query).toArray();
    return row ? (readWatchRecord(row.record) ?? 'unreadable') : null;
  }

  /** On the first write: without a watch, nothing of it is stored. */
  #prepare(): void {
    if (!this.#prepared) this.#sql.exec(SCHEMA);
    this.#prepared = true;
  }

  #isPrepared(): boolean {
    if (!this.#prepared) {
      const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'changes'";
      this.#prepared = this.#sql.exec(query).toArray().length > 0;
    }
    return this.#prepared;
  }
}
