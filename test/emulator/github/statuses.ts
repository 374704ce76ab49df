import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import { isUrl, oneOf, readBody, textUpTo } from './body.ts';
import type { Call } from './call.ts';

const mostDescription = 140;
const mostContext = 255;
const mostOfContext = 1000;

/** The latest status of each context, as far as reports read it. */
export function combineStatuses({ state, query, id }: Call): Answer {
  const size = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  const ofCommit = state.statuses.filter(({ sha }) => sha === id);
  const latest = new Map(ofCommit.map((status) => [status.context, status]));
  const statuses = [...latest.values()].map(({ context, state: word, description }) => ({
    context,
    state: word,
    description,
  }));
  const shown = statuses.slice((page - 1) * size, page * size);
  return jsonAnswer({ sha: id, total_count: statuses.length, statuses: shown, url: '/' });
}

/** The last one of a context is what counts. */
export function createStatus({ state, request, id }: Call): Answer {
  if (!/^[\da-f]{40}$/.test(id)) throw new Refusal(422, `No commit found for SHA: ${id}`);
  const body = readBody(request, {
    state: { check: oneOf('error', 'failure', 'pending', 'success'), needed: true },
    context: { check: textUpTo(mostContext, 1), needed: true },
    description: { check: textUpTo(mostDescription), needed: true },
    target_url: { check: isUrl, needed: true },
  });
  const text = (name: string) => String(body[name]);
  const before = state.statuses.filter(
    (each) => each.sha === id && each.context === text('context'),
  );
  if (before.length >= mostOfContext) {
    const message = 'This SHA and context has reached the maximum number of statuses.';
    const errors = [{ resource: 'Status', code: 'custom', message }];
    return jsonAnswer({ message: 'Validation Failed', errors }, { status: 422 });
  }
  state.statuses.push({
    sha: id,
    state: text('state'),
    context: text('context'),
    description: text('description'),
    targetUrl: text('target_url'),
    at: state.clock.now(),
  });
  return jsonAnswer({ state: text('state'), context: text('context') }, { status: 201 });
}
