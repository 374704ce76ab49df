import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { readBody, readMessage } from './body.ts';
import { SlackRefusal } from './slack-refusal.ts';
import type { SlackState } from './state.ts';

const fields = ['channel', 'text', 'blocks', 'unfurl_links', 'unfurl_media'];

/** `POST /api/chat.postMessage`, with the bot's token. */
export function postMessage(state: SlackState, request: ReceivedRequest): Answer {
  checkToken(state, request);
  const body = readBody(request, fields);
  const channel = checkChannel(state, body['channel']);
  const { text, blocks } = readMessage(body);
  const at = state.clock.now();
  state.messages.push({ via: 'chat.postMessage', channel, text, blocks, ephemeral: false, at });
  const ts = `${Math.floor(at / 1000)}.${String(state.messages.length).padStart(6, '0')}`;
  return jsonAnswer({ ok: true, channel, ts, message: { type: 'message', text, blocks, ts } });
}

function checkToken({ botToken }: SlackState, { record }: ReceivedRequest): void {
  const { authorization } = record.headers;
  if (authorization === undefined) throw new SlackRefusal('not_authed');
  if (authorization !== `Bearer ${botToken}`) throw new SlackRefusal('invalid_auth');
}

function checkChannel({ channels, users }: SlackState, id: unknown): string {
  if (users.has(String(id))) return String(id);
  const channel = channels.get(String(id));
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (channel.archived === true) throw new SlackRefusal('is_archived');
  if (channel.member === false) throw new SlackRefusal('not_in_channel');
  return channel.id;
}
