import * as v from 'valibot';
import { DAY, type Instant } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import { Override } from './override.ts';

/** Who let what through is asked long afterwards. */
const KEEP = 365 * DAY;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS overrides (
    id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL, override TEXT NOT NULL
  );
`;

/** What is stored of overrides, in the database of the deployments. Synchronous, as there. */
export class OverrideLedger {
  readonly #sql: SqlStorage;
  /** There are few, and nothing else writes to them. */
  #overrides: readonly Override[] | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Newest first. */
  get all(): readonly Override[] {
    this.#overrides ??= this.#load();
    return this.#overrides;
  }

  save(override: Override, now: Instant): void {
    this.#sql.exec(SCHEMA);
    this.#sql.exec('DELETE FROM overrides WHERE asked_at <= ?', now - KEEP);
    const query = 'INSERT OR REPLACE INTO overrides (id, asked_at, override) VALUES (?, ?, ?)';
    this.#sql.exec(query, override.id, override.askedAt, JSON.stringify(override));
    this.#overrides = null;
  }

  /** What let this deployment through, or was used up by it, counts again. */
  release(deployment: string, now: Instant): void {
    for (const one of this.all) {
      if (one.usedBy === deployment) this.save({ ...one, usedBy: null }, now);
    }
  }

  #load(): readonly Override[] {
    const exists = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'overrides'";
    if (this.#sql.exec(exists).toArray().length === 0) return [];
    const query = 'SELECT override FROM overrides ORDER BY asked_at DESC';
    const rows = this.#sql.exec<{ override: string }>(query).toArray();
    return rows.flatMap(({ override }) => {
      const stored = v.safeParse(Override, parseJson(override));
      return stored.success ? [stored.output] : [];
    });
  }
}
