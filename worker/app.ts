import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { routePath } from 'hono/route';
import type { Config } from './config/index.ts';
import type { AppDependencies, EntranceDependencies } from './dependencies.ts';
import { ENTRANCES } from './entrances/registry.ts';
import { answerError, answerNotFound } from './errors.ts';
import { addGet } from './method.ts';
import { RUN_ID } from './orders/run.ts';
import { runToJson } from './orders/run-json.ts';
import { registerStatus } from './status/routes.ts';
import { bearsStatusToken } from './status/token.ts';

export type { AppDependencies } from './dependencies.ts';

/** The Worker's routes. With a broken configuration each of them says so and does nothing. */
export function createApp(deps: AppDependencies): Hono {
  const { config, log } = deps;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  });
  app.notFound(answerNotFound);
  app.onError((error, context) => {
    log({ event: 'internal-error', name: error.name, route: routePath(context) });
    return answerError(context, 'internal', { message: 'Internal error.' });
  });
  const mayCall = (caller: string) => mayCallOrUnknown(caller, deps);
  if (config.ok) addRoutes(app, { ...deps, mayCall, config: config.value });
  else addNothing(app, { ...deps, problems: config.problem });
  return app;
}

/** If the rate limiter cannot be asked, backups are taken all the same. */
async function mayCallOrUnknown(caller: string, deps: AppDependencies): Promise<boolean> {
  try {
    return await deps.mayCall(caller);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log({ event: 'rate-limiter-failed', name });
    return true;
  }
}

function addRoutes(app: Hono, deps: EntranceDependencies): void {
  for (const { register } of ENTRANCES) register(app, deps);
  registerStatus(app, deps);
  addGet(app, '/runs/:id', (context) => answerRun(context, deps));
  addGet(app, '/health', async (context) => {
    const { config, version, statusTokens } = deps;
    const isTrusted = await bearsStatusToken(context, statusTokens);
    return context.json({
      status: 'ok',
      version,
      entrances: describeEntrances(config),
      ...(isTrusted ? { services: [...config.services.keys()] } : {}),
    });
  });
}

/**
 * In milliseconds. A coordinator that has runs answers sooner than one that must be created first.
 * This wait hides the difference, so that nobody can probe for names of services.
 */
const NOT_FOUND_AFTER = 300;

/** The service may have been renamed since; its coordinator still knows the run. */
async function answerRun(context: Context, { findRun }: EntranceDependencies): Promise<Response> {
  const id = context.req.param('id') ?? '';
  if (RUN_ID.test(id)) {
    const waited = new Promise((resolve) => setTimeout(resolve, NOT_FOUND_AFTER));
    const run = await findRun(id);
    if (run) return context.json(runToJson(run, false));
    await waited;
  }
  return answerError(context, 'not-found', { message: 'There is no such run.' });
}

function describeEntrances(config: Config): Readonly<Record<string, string>> {
  const states = ENTRANCES.map(({ name, isOpen }) => [name, isOpen(config) ? 'open' : 'closed']);
  return Object.fromEntries(states);
}

type Broken = Pick<AppDependencies, 'version' | 'statusTokens' | 'log'> & {
  readonly problems: readonly string[];
};

function addNothing(app: Hono, { problems, version, statusTokens, log }: Broken): void {
  const error = {
    code: 'configuration',
    message:
      'The configuration is invalid. With a STATUS_TOKEN, GET /health names the keys at fault.',
  };
  app.all('*', async (context) => {
    log({ event: 'configuration-error', problems: problems.join('\n') });
    if (context.req.path !== '/health') return context.json({ error }, 503);
    const named = (await bearsStatusToken(context, statusTokens)) ? { problems } : {};
    return context.json({ status: 'misconfigured', version, ...named, error }, 503);
  });
}
