import type { RecordedRequest } from '../recorded-request.ts';
import { noQuery } from './query.ts';
import type { QueryRules } from './query.ts';
import { Refusal } from './refusal.ts';

export interface Endpoint<Answering> {
  readonly query: QueryRules;
  readonly answer: Answering;
}

/** An endpoint that takes no parameters. */
export function plain<Answering>(answer: Answering): Endpoint<Answering> {
  return { query: noQuery, answer };
}

export interface Route<Answering> {
  /** Its groups are the ids in the path. */
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Endpoint<Answering>>>;
}

export interface Found<Answering> {
  readonly endpoint: Endpoint<Answering>;
  /** As they stand in the path, not decoded. */
  readonly ids: readonly string[];
}

/** The first route whose path fits. Refuses with 404 or 405. */
export function findRoute<Answering>(
  routes: readonly Route<Answering>[],
  { path, method }: RecordedRequest,
): Found<Answering> {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match === null) continue;
    const endpoint = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (endpoint === undefined) throw wrongMethod(route, method);
    return { endpoint, ids: match.slice(1) };
  }
  throw new Refusal(404, `${path} was not found`);
}

function wrongMethod(route: Route<unknown>, method: string): Refusal {
  const allow = Object.keys(route.methods).join(', ');
  return new Refusal(405, `${method} is not allowed here`, { allow });
}
