import * as v from 'valibot';
import { parseJson } from '../../shared/http/json.ts';
import { DeploymentView } from './deployment-view.ts';
import { ServiceView } from './service-view.ts';

const StoredView = v.object({ version: v.literal(1), view: ServiceView });

/** The round that is under way, and the heartbeat that the last whole one owes. */
const StoredRound = v.object({
  version: v.literal(1),
  /** Looks after this moment count. Milliseconds since 1970, UTC. */
  since: v.number(),
  /** `null` if none is owed. */
  heartbeat: v.nullable(v.object({ tries: v.number(), dueAt: v.number() })),
});
export type StoredRound = Readonly<v.InferOutput<typeof StoredRound>>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS views (name TEXT PRIMARY KEY, view TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS round (id INTEGER PRIMARY KEY, round TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS deployments (
    repository TEXT PRIMARY KEY, deployments TEXT NOT NULL
  ) WITHOUT ROWID;
`;

const StoredDeployments = v.array(DeploymentView);

/** What the board stores: a row for each service, and one for the round. All methods are synchronous. */
export class BoardStore {
  readonly #sql: SqlStorage;
  #prepared = false;
  /** What is stored, by name. Nothing else writes to it. */
  #views: Map<string, ServiceView> | null = null;
  #deployments: readonly DeploymentView[] | null = null;
  #round: StoredRound | null | undefined = undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get views(): ReadonlyMap<string, ServiceView> {
    this.#views ??= this.#loadViews();
    return this.#views;
  }

  saveView(view: ServiceView): void {
    this.#prepare();
    const views = new Map(this.views).set(view.name, view);
    const query = 'INSERT OR REPLACE INTO views (name, view) VALUES (?, ?)';
    this.#sql.exec(query, view.name, JSON.stringify({ version: 1, view }));
    this.#views = views;
  }

  /** Those of services that left the configuration. */
  keepOnly(names: readonly string[]): void {
    const kept = new Map([...this.views].filter(([name]) => names.includes(name)));
    for (const name of this.views.keys()) {
      if (!kept.has(name)) this.#sql.exec('DELETE FROM views WHERE name = ?', name);
    }
    this.#views = kept;
  }

  /** Of all repositories. */
  get deployments(): readonly DeploymentView[] {
    this.#deployments ??= this.#loadDeployments();
    return this.#deployments;
  }

  saveDeployments(repository: string, deployments: readonly DeploymentView[]): void {
    this.#prepare();
    const query = 'INSERT OR REPLACE INTO deployments (repository, deployments) VALUES (?, ?)';
    this.#sql.exec(query, repository, JSON.stringify(deployments));
    this.#deployments = null;
  }

  /** The board of an earlier version has no such table. */
  #loadDeployments(): readonly DeploymentView[] {
    const exists = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'deployments'";
    if (this.#sql.exec(exists).toArray().length === 0) return [];
    const rows = this.#sql.exec<{ deployments: string }>('SELECT deployments FROM deployments');
    return rows.toArray().flatMap(({ deployments }) => {
      const stored = v.safeParse(StoredDeployments, parseJson(deployments));
      return stored.success ? stored.output : [];
    });
  }

  get round(): StoredRound | null {
    if (this.#round === undefined) this.#round = this.#loadRound();
    return this.#round;
  }

  saveRound(round: StoredRound): void {
    this.#prepare();
    const query = 'INSERT OR REPLACE INTO round (id, round) VALUES (1, ?)';
    this.#sql.exec(query, JSON.stringify(round));
    this.#round = round;
  }

  /** One that cannot be read is replaced by the next look at its service. */
  #loadViews(): Map<string, ServiceView> {
    if (!this.#isPrepared()) return new Map();
    const rows = this.#sql.exec<{ view: string }>('SELECT view FROM views').toArray();
    const views = rows.flatMap(({ view }) => {
      const stored = v.safeParse(StoredView, parseJson(view));
      return stored.success ? [stored.output.view] : [];
    });
    if (views.length < rows.length) {
      console.error({
        event: 'record-unreadable',
        what: 'view',
        count: rows.length - views.length,
      });
    }
    return new Map(views.map((view) => [view.name, view]));
  }

  #loadRound(): StoredRound | null {
    if (!this.#isPrepared()) return null;
    const query = 'SELECT round FROM round WHERE id = 1';
    const [row] = this.#sql.exec<{ round: string }>(query).toArray();
    const stored = v.safeParse(StoredRound, row && parseJson(row.round));
    return stored.success ? stored.output : null;
  }

  /** On the first write: a page view must not leave a database behind. */
  #prepare(): void {
    if (!this.#prepared) this.#sql.exec(SCHEMA);
    this.#prepared = true;
  }

  #isPrepared(): boolean {
    if (!this.#prepared) {
      const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'round'";
      this.#prepared = this.#sql.exec(query).toArray().length > 0;
    }
    return this.#prepared;
  }
}
