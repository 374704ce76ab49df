import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import { Refusal } from '../server/refusal.ts';
import { readBody, textUpTo } from './body.ts';
import type { Call } from './call.ts';

export function readLabel({ state, id }: Call): Answer {
  if (!state.labels.has(id)) throw new Refusal(404, 'Not Found');
  return jsonAnswer({ name: id });
}

export function createLabel({ state, request }: Call): Answer {
  if (state.settings.dropsLabels) throw new Refusal(403, 'Must have push access to repository');
  const body = readBody(request, {
    name: { check: textUpTo(50, 1), needed: true },
    color: { check: (value) => /^[\da-f]{6}$/.test(String(value)) },
    description: { check: textUpTo(100) },
  });
  const name = String(body['name']);
  if (state.labels.has(name)) throw new Refusal(422, 'Validation Failed: already_exists');
  state.labels.add(name);
  return jsonAnswer({ name }, { status: 201 });
}
