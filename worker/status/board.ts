import { DurableObject } from 'cloudflare:workers';
import { formatInstant, type Instant } from '../../shared/domain/instant.ts';
import type { Config, WatchConfig } from '../config/index.ts';
import { configOf } from '../known-config.ts';
import { callHeartbeat, HEARTBEAT_PAUSES } from '../watch/heartbeat.ts';
import { stateOfRound } from '../watch/round.ts';
import { AskStore } from './ask-store.ts';
import type { Ask } from './asks.ts';
import type { BoardAnswer, BoardQuestion } from './board-reader.ts';
import { BoardStore, type StoredRound } from './board-store.ts';
import type { DeploymentView } from './deployment-view.ts';
import type { ServiceView } from './service-view.ts';

/** There is one board. */
export const BOARD_NAME = 'board';

type Watched = Config & { readonly watch: WatchConfig };

/**
 * One object that has the latest of every service, so that a page asks nothing else. It sees each
 * look, so it also knows when a round is whole.
 */
export class Board extends DurableObject<Env> {
  readonly #store: BoardStore;
  readonly #asks: AskStore;
  /** Of the contents, since this object was started. */
  #revision = crypto.randomUUID();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new BoardStore(ctx.storage.sql);
    this.#asks = new AskStore(ctx.storage.sql);
  }

  /** What is known of a service, after a look, the end of a run or a snooze. */
  async report(view: ServiceView): Promise<void> {
    const config = this.#watched();
    if (!config?.services.has(view.name)) return;
    this.#store.keepOnly([...config.services.keys()]);
    this.#store.saveView(view);
    this.#revision = crypto.randomUUID();
    this.#countLook(view, config);
    const owed = this.#store.round?.heartbeat;
    if (!owed) return;
    // Set again if it was lost.
    const { storage } = this.ctx;
    if ((await storage.getAlarm()) === null) await storage.setAlarm(owed.dueAt);
  }

  /** The deployments of a repository that wait, and some of late, in place of what was known. */
  reportDeployments(repository: string, deployments: readonly DeploymentView[]): void {
    this.#store.saveDeployments(repository, deployments);
    this.#revision = crypto.randomUUID();
  }

  /**
   * The services that were looked at, in the order of the configuration. Changes only of the one that
   * is named: those of all would be most of what is read.
   */
  read({ known, withChangesOf }: BoardQuestion): BoardAnswer {
    const names = [...(this.#watched()?.services.keys() ?? [])];
    const revision = `${this.#revision} ${names.join(' ')}`;
    if (known === revision) return { revision, contents: null };
    const all = names.flatMap((name) => this.#store.views.get(name) ?? []);
    const views = all.map((view) =>
      view.name === withChangesOf ? view : Object.assign({}, view, { changes: [] }),
    );
    const { deployments } = this.#store;
    return { revision, contents: { views, asks: this.#asks.list(), deployments } };
  }

  /** A job of GitHub Actions asked for a verdict. */
  noteAsk(ask: Ask): void {
    this.#asks.save(ask);
    this.#revision = crypto.randomUUID();
  }

  #countLook({ lookedAt }: ServiceView, { services, watch }: Watched): void {
    const now = Date.now();
    // The first look opens the first round.
    const round = this.#store.round ?? { version: 1, since: lookedAt - 1, heartbeat: null };
    const state = stateOfRound(round, {
      names: [...services.keys()],
      lookedAt: new Map([...this.#store.views].map(([name, view]) => [name, view.lookedAt])),
      everyMs: watch.everyMs,
      now,
    });
    if (state.kind === 'whole') {
      const heartbeat = watch.heartbeat === null ? null : { tries: 0, dueAt: now };
      this.#store.saveRound({ ...round, since: now, heartbeat });
    } else if (state.kind === 'given-up') {
      const { missing } = state;
      const names = missing.join(', ');
      console.error({ event: 'round-incomplete', count: missing.length, services: names });
      // This look is the first of the next round.
      this.#store.saveRound({ ...round, since: lookedAt - 1 });
    } else if (round !== this.#store.round) this.#store.saveRound(round);
  }

  /** Calls the heartbeat. The platform may ring twice, which does no harm. */
  override async alarm(): Promise<void> {
    const owed = this.#store.round?.heartbeat;
    const url = this.#watched()?.watch.heartbeat;
    if (!owed) return;
    const problem = url ? await callHeartbeat(url) : null;
    const next = problem === null ? null : nextTry(owed, Date.now());
    if (problem !== null) {
      const again = next ? { again: formatInstant(next.dueAt) } : {};
      console.warn({ event: 'heartbeat-failed', reason: problem, ...again });
    }
    const { round } = this.#store;
    // Another round may have become whole meanwhile, which owes a call of its own.
    if (round?.heartbeat === owed) this.#store.saveRound({ ...round, heartbeat: next });
    const left = this.#store.round?.heartbeat;
    if (left) await this.ctx.storage.setAlarm(left.dueAt);
  }

  /** `null` while nothing is watched. */
  #watched(): Watched | null {
    const config = configOf(this.env);
    const watch = config.ok ? config.value.watch : null;
    return config.ok && watch ? { ...config.value, watch } : null;
  }
}

/** `null` after the last one. */
function nextTry(
  { tries }: NonNullable<StoredRound['heartbeat']>,
  now: Instant,
): StoredRound['heartbeat'] {
  const pauseMs = HEARTBEAT_PAUSES[tries];
  return pauseMs === undefined ? null : { tries: tries + 1, dueAt: now + pauseMs };
}
