import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { EntranceDependencies } from '../dependencies.ts';
import { answerNotFound } from '../errors.ts';
import { coverageOf } from './asks.ts';
import type { BoardContents } from './board-reader.ts';
import { toBadge, toShieldsJson } from './badge.ts';
import { drawBadge } from './badge-svg.ts';
import { writeMetrics } from './metrics.ts';
import { writeOverview } from './page/overview.ts';
import { type PageContext, REFRESH_OFF } from './page/page-context.ts';
import { keyOf, renderOnce } from './page/rendered.ts';
import { writeServicePage } from './page/service-page.ts';
import { hashOfStyle } from './page/style.ts';
import { writeUnreadablePage } from './page/unreadable-page.ts';
import { CONTENT_TYPE } from './prometheus.ts';
import { type ShownService, toShownServices } from './shown-service.ts';
import { toStatusJson } from './status-json.ts';

type Deps = Pick<EntranceDependencies, 'config' | 'readBoard' | 'roundMs' | 'now' | 'log'>;

async function readServices(deps: Deps): Promise<readonly ShownService[]> {
  return showServices(await deps.readBoard(), deps);
}

function showServices(
  { views: services }: BoardContents,
  { config, roundMs, now }: Deps,
): readonly ShownService[] {
  return toShownServices({ services, roundMs }, config.services, now());
}

export function answerOverview(context: Context, deps: Deps): Promise<Response> {
  const write = (page: PageContext, contents: BoardContents) =>
    renderOnce({ contents, key: keyOf(page) }, async () => String(await writeOverview(page)));
  return answerPage(context, deps, { write });
}

export function answerServicePage(context: Context, deps: Deps): Promise<Response> {
  const name = context.req.param('name');
  const write = async (page: PageContext) => {
    const service = page.services.find((one) => one.name === name);
    return service ? String(await writeServicePage(service, page)) : null;
  };
  return answerPage(context, deps, { write, withChangesOf: name });
}

interface Page {
  /** `null` if there is no such page. */
  readonly write: (page: PageContext, contents: BoardContents) => Promise<string | null>;
  readonly withChangesOf?: string | undefined;
}

/** A person gets a page also where there is nothing to show on it. */
async function answerPage(
  context: Context,
  deps: Deps,
  { write, withChangesOf }: Page,
): Promise<Response> {
  context.header('content-security-policy', await writePolicy());
  const base = `/status/${encodeURIComponent(context.req.param('token') ?? '')}`;
  try {
    const contents = await deps.readBoard(withChangesOf);
    const page: PageContext = {
      services: showServices(contents, deps),
      coverage: coverageOf(contents.asks, deps.config.oidc?.allow ?? []),
      deployments: contents.deployments,
      roundMs: deps.roundMs,
      now: deps.now(),
      base,
      query: context.req.query('refresh') === 'off' ? REFRESH_OFF : '',
    };
    const html = await write(page, contents);
    return html === null ? answerNotFound(context) : context.html(html);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log({ event: 'internal-error', name, route: routePath(context) });
    return context.html(writeUnreadablePage(base), 500);
  }
}

/** No script, nothing from elsewhere, no frame around it, and the one style sheet. */
async function writePolicy(): Promise<string> {
  return [
    "default-src 'none'",
    `style-src '${await hashOfStyle()}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export async function answerStatusJson(context: Context, deps: Deps): Promise<Response> {
  return context.json(toStatusJson(await readServices(deps), deps.now()));
}

export async function answerMetrics(context: Context, deps: Deps): Promise<Response> {
  const text = writeMetrics(await readServices(deps));
  return context.body(text, 200, { 'content-type': CONTENT_TYPE });
}

/** Image proxies, such as GitHub's, keep what they show for as long as they are allowed to. */
const BADGE_CACHING = 'max-age=60';

export async function answerBadge(context: Context, deps: Deps): Promise<Response> {
  const [, name, format] = /^(.+)\.(svg|json)$/.exec(context.req.param('file') ?? '') ?? [];
  const service = (await readServices(deps)).find((one) => one.name === name);
  if (!service) return answerNotFound(context);
  context.header('cache-control', BADGE_CACHING);
  const badge = toBadge(service);
  if (format === 'json') return context.json(toShieldsJson(badge));
  return context.body(drawBadge(badge), 200, {
    'content-type': 'image/svg+xml',
    'content-security-policy': "default-src 'none'",
  });
}
