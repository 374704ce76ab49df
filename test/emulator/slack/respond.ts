import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { readBody, readMessage } from './body.ts';
import { SlackRefusal } from './slack-refusal.ts';
import { keepMessage } from './state.ts';
import type { ResponseUrl, SlackState } from './state.ts';

const fields = ['response_type', 'text', 'blocks', 'replace_original', 'delete_original'];

/** A POST to a response URL: no token, whoever has the URL may post for a while. */
export function respond(state: SlackState, request: ReceivedRequest): Answer {
  const url = findLiving(state, request.record.path);
  const body = readBody(request, fields);
  const { text, blocks } = readMessage(body);
  const ephemeral = isEphemeral(body['response_type']);
  const { channel } = url;
  if (state.channels.get(channel)?.archived === true) {
    throw new SlackRefusal('channel_is_archived', { status: 410 });
  }
  url.usesLeft -= 1;
  keepMessage(state, { via: 'response_url', channel, text, blocks, ephemeral });
  return jsonAnswer({ ok: true });
}

function findLiving(state: SlackState, path: string): ResponseUrl {
  const url = state.responseUrls.get(path);
  if (url === undefined) throw new SlackRefusal('invalid_url', { status: 404 });
  if (state.clock.now() >= url.diesAt) throw new SlackRefusal('expired_url', { status: 404 });
  if (url.usesLeft <= 0) throw new SlackRefusal('used_url', { status: 404 });
  return url;
}

/** Left out it means ephemeral. */
function isEphemeral(type: unknown): boolean {
  if (type === undefined || type === 'ephemeral') return true;
  if (type === 'in_channel') return false;
  throw new SlackRefusal('invalid_arguments', { messages: ['response_type'] });
}
