import type { ReceivedRequest } from '../server/received-request.ts';
import { checkBlocks } from './blocks.ts';
import { SlackRefusal } from './slack-refusal.ts';

export type Body = Readonly<Record<string, unknown>>;

const mostCharacters = 40_000;

/** The body as an object, refused unless it is sent as JSON and holds known fields only. */
export function readBody({ record, bodyText }: ReceivedRequest, known: readonly string[]): Body {
  const [type = ''] = (record.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new SlackRefusal('invalid_post_type');
  const body = parse(bodyText);
  if (!isObject(body)) throw new SlackRefusal('json_not_object');
  const strange = Object.keys(body).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new SlackRefusal('invalid_arguments', { messages: strange });
  return body;
}

/** What every way in takes. Without a text, notifications and screen readers have nothing. */
export function readMessage(body: Body): { text: string; blocks: readonly unknown[] } {
  const { text } = body;
  if (typeof text !== 'string' || text === '') throw new SlackRefusal('no_text');
  if (text.length > mostCharacters) throw new SlackRefusal('msg_too_long');
  return { text, blocks: checkBlocks(body['blocks']) };
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackRefusal('invalid_json');
  }
}
