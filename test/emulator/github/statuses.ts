import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import { isUrl, oneOf, readBody, textUpTo } from './body.ts';
import type { Call } from './call.ts';

const mostDescription = 140;
const mostContext = 255;

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
