import type { ReceivedRequest } from '../server/received-request.ts';
import { Refusal } from '../server/refusal.ts';

type Check = (value: unknown) => boolean;
/** The fields that a body may have; those with `needed` it must have. */
export type Fields = Readonly<Record<string, { readonly check: Check; readonly needed?: true }>>;
export type Body = Readonly<Record<string, unknown>>;

/** The body as an object. GitHub passes over unknown fields; here they are refused as mistakes. */
export function readBody({ record, bodyText }: ReceivedRequest, fields: Fields): Body {
  if (!/^application\/json\b/.test(record.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Unsupported content type');
  }
  const body = parse(bodyText);
  const missing = Object.entries(fields).filter(([name, { needed }]) => needed && !(name in body));
  const wrong = Object.entries(body).filter(
    ([name, value]) => !Object.hasOwn(fields, name) || fields[name]?.check(value) !== true,
  );
  const names = [...missing, ...wrong].map(([name]) => name);
  if (names.length > 0) throw new Refusal(422, `Validation Failed: ${names.join(', ')}`);
  return body;
}

/** GitHub counts characters, not UTF-16 units. */
export function textUpTo(most: number, least = 0): Check {
  return (value) =>
    typeof value === 'string' && [...value].length >= least && [...value].length <= most;
}

export function oneOf(...words: readonly unknown[]): Check {
  return (value) => words.includes(value);
}

export const isUrl: Check = (value) =>
  typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value);

export const areTexts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function parse(text: string): Body {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Refused below, like everything else that is no object.
  }
  throw new Refusal(400, 'Problems parsing JSON');
}
