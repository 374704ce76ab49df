import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import type { Call } from './call.ts';

const defaultSize = 30;

/** One page, and where there are others, their addresses in the `Link` header. */
export function pageOf(rows: readonly unknown[], { query, request, state }: Call): Answer {
  const size = Math.min(Number(query.get('per_page') ?? defaultSize), state.settings.pageSizeLimit);
  const page = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const link = (to: number, name: string) => {
    const { record, parameters } = request;
    const search = new URLSearchParams(Object.fromEntries(parameters));
    search.set('page', String(to));
    const root = state.settings.nextPageAt ?? `http://${record.headers['host']}`;
    return `<${root}${record.path}?${search}>; rel="${name}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(', ') } : {};
  return jsonAnswer(rows.slice((page - 1) * size, page * size), { status: 200, headers });
}
