import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import worker from '../../../worker/index.ts';

export { Board, Coordinator } from '../../../worker/index.ts';

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
