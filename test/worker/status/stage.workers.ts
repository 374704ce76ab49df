import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import * as v from 'valibot';
import { createApp } from '../../../worker/app.ts';
import { statusTokensOf } from '../../../worker/config/secrets.ts';
import { openCoordinators } from '../../../worker/coordinators.ts';
import { configOf } from '../../../worker/known-config.ts';
import { openDeployments } from '../../../worker/protection/open-deployments.ts';
import {
  type BoardAnswer,
  type BoardContents,
  type BoardQuestion,
  NO_CONTENTS,
  readBoard,
} from '../../../worker/status/board-reader.ts';
import { Ask } from '../../../worker/status/asks.ts';
import { DeploymentView } from '../../../worker/status/deployment-view.ts';
import { ServiceView } from '../../../worker/status/service-view.ts';

export { Coordinator } from '../../../worker/index.ts';

interface StageEnv extends Env {
  /** In the place of `BOARD`, which only the watch fills. */
  readonly STAGE_BOARD: DurableObjectNamespace<StageBoard>;
  /** The time, where it stands still. */
  readonly NOW?: string;
  readonly ROUND_MS?: string;
}

const Filling = v.object({
  views: v.array(ServiceView),
  asks: v.array(Ask),
  deployments: v.array(DeploymentView),
});

/** Keeps a row for each service, which is parsed when it is first read. */
export class StageBoard extends DurableObject<StageEnv> {
  #views: readonly ServiceView[] | null = null;
  #others: Pick<BoardContents, 'asks' | 'deployments'> = NO_CONTENTS;
  #revision = crypto.randomUUID();

  constructor(ctx: DurableObjectState, env: StageEnv) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS views (name TEXT PRIMARY KEY, view TEXT)');
  }

  fill({ views, asks, deployments }: v.InferOutput<typeof Filling>): void {
    const { sql } = this.ctx.storage;
    sql.exec('DELETE FROM views');
    for (const view of views) {
      sql.exec('INSERT INTO views VALUES (?, ?)', view.name, JSON.stringify(view));
    }
    this.#views = null;
    this.#others = { asks, deployments };
    this.#revision = crypto.randomUUID();
  }

  read({ known, withChangesOf }: BoardQuestion): BoardAnswer {
    if (known === this.#revision) return { revision: known, contents: null };
    this.#views ??= this.#load();
    const views = this.#views.map((view) =>
      view.name === withChangesOf ? view : Object.assign({}, view, { changes: [] }),
    );
    return { revision: this.#revision, contents: { ...this.#others, views } };
  }

  count(): number {
    return this.#views?.length ?? 0;
  }

  #load(): readonly ServiceView[] {
    const rows = this.ctx.storage.sql.exec<{ view: string }>('SELECT view FROM views').toArray();
    return rows.map(({ view }) => v.parse(ServiceView, JSON.parse(view)));
  }
}

/** The least that a view can cost, for the bench: a route with one call, of nothing or of all. */
const bare = new Hono<{ Bindings: StageEnv }>();
bare.get('/bare/call', async (context) =>
  context.json({ count: await boardOf(context.env).count() }),
);
bare.get('/bare/board', async (context) => {
  const question = { known: null, withChangesOf: undefined };
  return context.json((await boardOf(context.env).read(question)).contents);
});

function boardOf({ STAGE_BOARD }: StageEnv) {
  return STAGE_BOARD.getByName('board');
}

/** The Worker with a board that a test fills, and a clock that a test sets. */
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const board = boardOf(env);
    if (pathname.startsWith('/bare/')) return bare.fetch(request, env);
    if (pathname === '/fill') {
      await board.fill(v.parse(Filling, await request.json()));
      return new Response('filled');
    }
    const log = (event: object) => console.log(event);
    const app = createApp({
      ...openCoordinators(env, log),
      ...openDeployments(env, log),
      config: configOf(env),
      statusTokens: statusTokensOf(env),
      useToken: () => Promise.resolve(false),
      noteAsk: () => Promise.resolve(),
      issuerKeys: { find: () => Promise.resolve(null) },
      wasTokenUsed: () => Promise.resolve(false),
      readBoard: (withChangesOf) =>
        readBoard(env, (question) => board.read(question), withChangesOf),
      roundMs: env.ROUND_MS === undefined ? null : Number(env.ROUND_MS),
      mayCall: async (caller) => (await env.CALLERS.limit({ key: caller })).success,
      defer: () => {},
      now: () => Number(env.NOW ?? Date.now()),
      log,
      version: '0.1.0',
    });
    return app.fetch(request);
  },
} satisfies ExportedHandler<StageEnv>;
