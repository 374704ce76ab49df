import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import worker, {
  Board as RealBoard,
  Coordinator as RealCoordinator,
} from '../../../worker/index.ts';

/** What happened since the Worker started; nothing is counted unless the configuration has a watch. */
const counts = { wakes: 0, alarms: 0, looks: 0, fetches: 0, reports: 0, rowsWritten: 0 };

const unbounded = globalThis.fetch;

/** An alarm that is set or deleted counts as a row. */
function countWrites(storage: DurableObjectStorage): void {
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  sql.exec = <Row extends Record<string, SqlStorageValue>>(query: string, ...rest: unknown[]) => {
    const cursor = exec<Row>(query, ...rest);
    counts.rowsWritten += cursor.rowsWritten;
    return cursor;
  };
  const setAlarm = storage.setAlarm.bind(storage);
  storage.setAlarm = (at) => {
    counts.rowsWritten += 1;
    return setAlarm(at);
  };
  const deleteAlarm = storage.deleteAlarm.bind(storage);
  storage.deleteAlarm = () => {
    counts.rowsWritten += 1;
    return deleteAlarm();
  };
  globalThis.fetch = (...args) => {
    counts.fetches += 1;
    return unbounded(...args);
  };
}

function isWatched({ CONFIG }: Env): boolean {
  return typeof CONFIG === 'object' && CONFIG !== null && 'watch' in CONFIG;
}

export class Coordinator extends RealCoordinator {
  readonly #isCounted: boolean;

  constructor(ctx: DurableObjectState, env: Env) {
    if (isWatched(env)) countWrites(ctx.storage);
    super(ctx, env);
    this.#isCounted = isWatched(env);
  }

  override wake(name: string): Promise<void> {
    if (this.#isCounted) counts.wakes += 1;
    return super.wake(name);
  }

  override alarm(): Promise<void> {
    if (this.#isCounted) counts.alarms += 1;
    return super.alarm();
  }

  /** As if an hour had passed since the last look. */
  override async fetch(): Promise<Response> {
    const { sql } = this.ctx.storage;
    const isThere = sql.exec("SELECT name FROM sqlite_master WHERE name = 'watch'").toArray();
    if (isThere.length > 0) {
      sql.exec("UPDATE watch SET record = json_set(record, '$.seen.lookedAt', 0)");
    }
    await this.ctx.storage.sync();
    // What it remembers is to go too.
    this.ctx.abort();
    return new Response();
  }
}

export class Board extends RealBoard {
  constructor(ctx: DurableObjectState, env: Env) {
    if (isWatched(env)) countWrites(ctx.storage);
    super(ctx, env);
  }

  override report(...[view]: Parameters<RealBoard['report']>): Promise<void> {
    counts.reports += 1;
    counts.looks += 1;
    return super.report(view);
  }

  override alarm(): Promise<void> {
    counts.alarms += 1;
    return super.alarm();
  }
}

interface BenchEnv extends Env {
  readonly BARE: DurableObjectNamespace<Bare>;
}

/** The least that an accepted request can cost: one row on durable storage before the answer. */
export class Bare extends DurableObject<BenchEnv> {
  constructor(ctx: DurableObjectState, env: BenchEnv) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body TEXT)');
  }

  write(body: string): number {
    return this.ctx.storage.sql.exec('INSERT INTO bodies (body) VALUES (?)', body).rowsWritten;
  }
}

const bare = new Hono<{ Bindings: BenchEnv }>();
bare.post('/bare/route', async (context) => {
  const body = await context.req.text();
  return context.json({ length: body.length }, 202);
});
bare.post('/bare/object/:name', async (context) => {
  const body = await context.req.text();
  const object = context.env.BARE.getByName(context.req.param('name'));
  return context.json({ written: await object.write(body) }, 202);
});

bare.get('/bare/counts', (context) => context.json(counts));
bare.get('/bare/cron', async (context) => {
  const controller = { scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} };
  await worker.scheduled(controller, context.env);
  return context.json({});
});
bare.get('/bare/forget-looks', async (context) => {
  const { services } = Object(context.env.CONFIG);
  for (const name of Object.keys(services)) {
    const object = context.env.COORDINATOR.getByName(name);
    await object.fetch(context.req.url).catch(() => undefined);
  }
  return context.json({});
});

/**
 * Cloudflare counts callers in the memory of the machine; here workerd is given a Durable Object
 * that does it, which would be measured in its place. So nobody is counted, unless it is asked for.
 */
const uncounted = new WeakMap<BenchEnv, BenchEnv>();

function withoutCounting(env: BenchEnv): BenchEnv {
  const before = uncounted.get(env);
  if (before) return before;
  const after = { ...env, CALLERS: { limit: async () => ({ success: true }) } };
  uncounted.set(env, after);
  return after;
}

export default {
  fetch(request, env, ctx) {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/bare/')) return bare.fetch(request, env, ctx);
    return worker.fetch(request, search === '?counted' ? env : withoutCounting(env), ctx);
  },
} satisfies ExportedHandler<BenchEnv>;
