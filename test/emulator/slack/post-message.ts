import { jsonAnswer } from '../server/answer.ts';
import type { Answer } from '../server/answer.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import { type Body, readBody, readMessage } from './body.ts';
import { SlackRefusal } from './slack-refusal.ts';
import { keepMessage } from './state.ts';
import type { PostedMessage, SlackState } from './state.ts';

const fields = [
  'channel',
  'text',
  'blocks',
  'unfurl_links',
  'unfurl_media',
  'thread_ts',
  'reply_broadcast',
];
const updateFields = ['channel', 'ts', 'text', 'blocks'];

/** `POST /api/chat.postMessage`, with the bot's token. */
export function postMessage(state: SlackState, request: ReceivedRequest): Answer {
  checkToken(state, request);
  const body = readBody(request, fields);
  const channel = checkChannel(state, body['channel']);
  const { text, blocks } = readMessage(body);
  const thread = readThread(state, body);
  const via = 'chat.postMessage';
  const ts = keepMessage(state, { via, channel, text, blocks, ephemeral: false, ...thread });
  return jsonAnswer({ ok: true, channel, ts, message: { type: 'message', text, blocks, ts } });
}

/** `POST /api/chat.update`: the message is edited in its place, and nobody is notified. */
export function updateMessage(state: SlackState, request: ReceivedRequest): Answer {
  checkToken(state, request);
  const body = readBody(request, updateFields);
  // Not by the id of a person, to whom a message may be posted.
  const channel = state.channels.get(String(body['channel']))?.id;
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  const { text, blocks } = readMessage(body);
  const { messages } = state;
  const { ts } = body;
  const index = messages.findIndex((message) => message.channel === channel && message.ts === ts);
  const message = messages[index];
  if (message === undefined) throw new SlackRefusal('message_not_found');
  if (message.via === 'response_url') throw new SlackRefusal('cant_update_message');
  messages[index] = { ...message, text, blocks };
  return jsonAnswer({ ok: true, channel, ts, text, message: { type: 'message', text, blocks } });
}

function readThread({ messages }: SlackState, body: Body): Pick<PostedMessage, 'thread'> {
  const { thread_ts: ts, reply_broadcast: broadcast = false } = body;
  if (typeof broadcast !== 'boolean') throw new SlackRefusal('invalid_arguments');
  if (ts === undefined) return {};
  // A reply to a reply, or to nothing, would be seen by nobody.
  const first = messages.find((message) => message.ts === ts);
  if (first === undefined || first.thread) throw new SlackRefusal('thread_not_found');
  return { thread: { ts: String(ts), broadcast } };
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
