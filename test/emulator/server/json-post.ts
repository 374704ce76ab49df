import type { ReceivedRequest } from './received-request.ts';
import { badRequest, Refusal } from './refusal.ts';
import { Misshapen, type ValueCheck } from './shape.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object that was posted, refused unless it has this shape and at most so many bytes. */
export function readJsonPost(
  { record, bodyText }: ReceivedRequest,
  { check, maxBytes }: { readonly check: ValueCheck; readonly maxBytes: number },
): JsonObject {
  if (record.method !== 'POST') throw new Refusal(405, 'only POST', { allow: 'POST' });
  const [type = ''] = (record.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new Refusal(415, 'only JSON');
  if (Buffer.byteLength(bodyText) > maxBytes) throw new Refusal(413, `at most ${maxBytes} bytes`);
  const body = parse(bodyText);
  try {
    check(body, '');
  } catch (error) {
    throw error instanceof Misshapen ? badRequest(`${error.at}: ${error.message}`) : error;
  }
  return body;
}

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('the body is not JSON');
  }
}
