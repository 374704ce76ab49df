import type { ReceivedRequest } from '../server/received-request.ts';
import { badRequest } from '../server/refusal.ts';

export type JsonObject = Record<string, unknown>;
/** Checks one field; throws a refusal that names the field. */
type Check = (value: unknown, name: string) => void;
export type BodyRules = Readonly<Record<string, Check>>;

/** The body as an object, refused unless it is sent as JSON. */
export function readJsonObject(request: ReceivedRequest): JsonObject {
  const contentType = request.record.headers['content-type'] ?? '';
  if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    throw badRequest('content-type must be application/json');
  const body = parse(request.bodyText);
  if (!isObject(body)) throw badRequest('body must be a JSON object');
  return body;
}

export function checkFields(body: JsonObject, rules: BodyRules, prefix = ''): void {
  for (const [name, value] of Object.entries(body)) {
    const check = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (check === undefined) throw badRequest(`${prefix}${name} is not a known field`);
    check(value, `${prefix}${name}`);
  }
}

export function requireFields(body: JsonObject, names: readonly string[], prefix = ''): void {
  for (const name of names)
    if (!Object.hasOwn(body, name)) throw badRequest(`${prefix}${name} is required`);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('body is not valid JSON');
  }
}
