import * as v from 'valibot';
import { DAY } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import { Ask } from './asks.ts';

const StoredAsk = v.object({ version: v.literal(1), ask: Ask });

/** A repository that has not asked for this long is shown as one that never did. */
const KEEP = 90 * DAY;

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS asks (who TEXT PRIMARY KEY, at INTEGER NOT NULL, ask TEXT NOT NULL) WITHOUT ROWID';

/** Who asked for a verdict, a row for each repository and environment. All methods are synchronous. */
export class AskStore {
  readonly #sql: SqlStorage;
  #asks: readonly Ask[] | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  save(ask: Ask): void {
    this.#sql.exec(SCHEMA);
    this.#sql.exec('DELETE FROM asks WHERE at <= ?', ask.at - KEEP);
    const query = 'INSERT OR REPLACE INTO asks (who, at, ask) VALUES (?, ?, ?)';
    this.#sql.exec(query, identify(ask), ask.at, JSON.stringify({ version: 1, ask }));
    this.#asks = null;
  }

  /** Newest first. One that cannot be read is replaced when its repository asks again. */
  list(): readonly Ask[] {
    this.#asks ??= this.#load();
    return this.#asks;
  }

  #load(): readonly Ask[] {
    const known = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'asks'";
    if (this.#sql.exec(known).toArray().length === 0) return [];
    const query = `SELECT ask FROM asks ORDER BY at DESC LIMIT ${MAX_SHOWN}`;
    return this.#sql
      .exec<{ ask: string }>(query)
      .toArray()
      .flatMap(({ ask }) => {
        const stored = v.safeParse(StoredAsk, parseJson(ask));
        return stored.success ? [stored.output.ask] : [];
      });
  }
}

/** More would make the page long and its reading slow. */
const MAX_SHOWN = 200;

/** GitHub compares names of repositories and environments without case. */
function identify({ repositoryId, environment }: Ask): string {
  return JSON.stringify([repositoryId, environment?.toLowerCase() ?? null]);
}
