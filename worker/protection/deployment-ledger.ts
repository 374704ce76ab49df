import { DAY, type Instant } from '../../shared/domain/instant.ts';
import { type DeploymentRecord, nextWorkOf, readDeployment } from './deployment-record.ts';

/** GitHub gives up a deployment after 30 days. */
const KEEP = 31 * DAY;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS deployments (
    id TEXT PRIMARY KEY, delivery TEXT NOT NULL, requested_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL, record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS deployments_delivery ON deployments (delivery);
  CREATE INDEX IF NOT EXISTS deployments_open ON deployments (is_open, requested_at);
`;

/** What is stored of a repository's deployments. Every method is synchronous, as in `Ledger`. */
export class DeploymentLedger {
  readonly #sql: SqlStorage;
  #prepared = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  save(record: DeploymentRecord): void {
    this.#prepare();
    const isOpen = nextWorkOf(record) !== null || !record.isReported;
    this.#sql.exec(
      'INSERT OR REPLACE INTO deployments (id, delivery, requested_at, is_open, record) VALUES (?, ?, ?, ?, ?)',
      record.id,
      record.delivery,
      record.requestedAt,
      Number(isOpen),
      JSON.stringify(record),
    );
  }

  /** `null` if there is none, or it cannot be read. */
  find(id: string): DeploymentRecord | null {
    const [record = null] = this.#select('WHERE id = ?', id);
    return record;
  }

  /** Whether the event has come before, as it was or sent again. An unreadable record counts. */
  isKnown({ id, delivery }: { readonly id: string; readonly delivery: string }): boolean {
    if (!this.#isPrepared()) return false;
    const query = 'SELECT id FROM deployments WHERE id = ? OR delivery = ? LIMIT 1';
    return this.#sql.exec(query, id, delivery).toArray().length > 0;
  }

  /** Those about which something is to be done, oldest first. */
  findOpen(): readonly DeploymentRecord[] {
    return this.#select('WHERE is_open = 1 ORDER BY requested_at');
  }

  /** All of a run, or the one of this id, oldest first. */
  findOf(
    target: { readonly run: string } | { readonly deployment: string },
  ): readonly DeploymentRecord[] {
    const [key, value] =
      'run' in target ? ['runId', target.run] : ['deploymentId', target.deployment];
    return this.#select(`WHERE record ->> '${key}' = ? ORDER BY requested_at`, value);
  }

  /** Newest first. */
  findLatest(max: number): readonly DeploymentRecord[] {
    return this.#select('ORDER BY requested_at DESC LIMIT ?', max);
  }

  forgetOld(now: Instant): void {
    if ((this.nextForgetting() ?? Number.POSITIVE_INFINITY) > now) return;
    this.#sql.exec('DELETE FROM deployments WHERE requested_at <= ?', now - KEEP);
  }

  nextForgetting(): Instant | null {
    if (!this.#isPrepared()) return null;
    const query = 'SELECT min(requested_at) AS at FROM deployments';
    const [row] = this.#sql.exec<{ at: number | null }>(query).toArray();
    return row?.at == null ? null : row.at + KEEP;
  }

  #select(where: string, ...bindings: (string | number)[]): readonly DeploymentRecord[] {
    if (!this.#isPrepared()) return [];
    const rows = this.#sql
      .exec<{ record: string }>(`SELECT record FROM deployments ${where}`, ...bindings)
      .toArray();
    const records = rows.flatMap(({ record }) => readDeployment(record) ?? []);
    const count = rows.length - records.length;
    if (count > 0) console.error({ event: 'record-unreadable', what: 'deployment', count });
    return records;
  }

  /** On the first write: asking must not leave a database behind. */
  #prepare(): void {
    if (!this.#prepared) this.#sql.exec(SCHEMA);
    this.#prepared = true;
  }

  #isPrepared(): boolean {
    if (!this.#prepared) {
      const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'deployments'";
      this.#prepared = this.#sql.exec(query).toArray().length > 0;
    }
    return this.#prepared;
  }
}
