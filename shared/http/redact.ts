import { parseJson } from './json.ts';

/** A shorter text occurs in ordinary words, and removing it would garble them. */
const MIN_SECRET_LENGTH = 6;

/** What an escape begins with. */
const ESCAPES = /[%\\&]/;

/** Deeper JSON is no provider's. */
const MAX_DEPTH = 100;

/**
 * Removes secrets from text that comes from outside, also where they are spelled with escapes of
 * JSON, URLs or HTML, in hexadecimal or in base64.
 */
export function removeSecrets(text: string, secrets: readonly string[]): string {
  return removeForms(text, secrets.flatMap(formsOf));
}

/**
 * Removes secrets from the body of an answer. What was parsed is searched, since JSON can spell
 * each letter in several ways.
 */
export function redactBody(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf);
  const rest = removeForms(text, forms);
  if (rest === text && !ESCAPES.test(text)) return text;
  const parsed = parseJson(text);
  if (parsed === undefined) return rest;
  const redacted = redactValue(parsed, forms, 0);
  return redacted === parsed ? text : JSON.stringify(redacted);
}

/** The same value, if there is nothing to remove. */
function redactValue(value: unknown, forms: readonly RegExp[], depth: number): unknown {
  if (typeof value === 'string') return removeForms(value, forms);
  if (typeof value === 'number') {
    const redacted = removeForms(String(value), forms);
    return redacted === String(value) ? value : redacted;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  const before = Object.entries(value);
  const after = before.map(([key, inner]): [string, unknown] => [
    removeForms(key, forms),
    redactValue(inner, forms, depth + 1),
  ]);
  const isSame = after.every(([key, inner], index) => {
    const [keyBefore, innerBefore] = before[index] ?? [];
    return key === keyBefore && inner === innerBefore;
  });
  if (isSame) return value;
  return Array.isArray(value) ? after.map(([, inner]) => inner) : Object.fromEntries(after);
}

function removeForms(text: string, forms: readonly RegExp[]): string {
  const rest = forms.reduce((before, form) => before.replace(form, '***'), text);
  return forms.length > 0 && ESCAPES.test(rest) ? removeEscaped(rest, forms) : rest;
}

/** The secret as it is, in hexadecimal, and in base64 with a letter beside it, which holds bits too. */
function formsOf(secret: string): readonly RegExp[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  const bytes = new TextEncoder().encode(secret);
  const base64 = spellBase64(bytes).map((form) => `[\\w+/=-]?${quote(form)}[\\w+/=-]?`);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    new RegExp(hex, 'gi'),
    ...[quote(secret), ...base64].map((form) => new RegExp(form, 'g')),
  ];
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Escapes of JSON, URLs and HTML, also where they were escaped once more. */
const ESCAPE =
  /\\+u(?<json>[\da-f]{4})|%(?:25)*(?<url>[\da-f]{2})|&#(?:x0*(?<html>[\da-f]{1,4})|0*(?<decimal>\d{1,5}));|\\+(?<self>[^\\])/gi;

/** Removes what each of the forms finds in the text once its escapes are read. */
function removeEscaped(text: string, forms: readonly RegExp[]): string {
  const escapes: { readonly at: number; readonly excess: number }[] = [];
  let excess = 0;
  const plain = text.replace(ESCAPE, (escape, ...rest) => {
    const [groups, , offset] = rest.toReversed();
    escapes.push({ at: offset - excess, excess: (excess += escape.length - 1) });
    return readEscape(groups);
  });
  // How far a place in the plain text stands behind in the text itself.
  const locate = (place: number) => place + (escapes.findLast(({ at }) => at < place)?.excess ?? 0);
  const found = forms.flatMap((form) => [...plain.matchAll(form)]);
  const ranges = found.map(({ index, 0: { length } }) => [locate(index), locate(index + length)]);
  return ranges
    .toSorted(([a = 0], [b = 0]) => b - a)
    .reduce((rest, [from, to]) => `${rest.slice(0, from)}***${rest.slice(to)}`, text);
}

function readEscape(groups: Readonly<Record<string, string | undefined>>): string {
  const { json, url, html, decimal, self } = groups;
  if (self !== undefined) return self;
  const hex = json ?? url ?? html;
  return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}

/**
 * What base64 of any text around these bytes contains: they may begin at each of the three places in
 * a group. The characters at both ends depend on the text around them, and are left out.
 */
function spellBase64(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = String.fromCharCode(...new Uint8Array(offset), ...bytes);
    const whole = btoa(padded).replace(/=+$/, '');
    const last = (offset + bytes.length) % 3 === 0 ? whole.length : -1;
    const inner = whole.slice(offset === 0 ? 0 : offset + 1, last);
    const forUrls = inner.replaceAll('+', '-').replaceAll('/', '_');
    return inner === forUrls ? [inner] : [inner, forUrls];
  });
}

/** Shortens URLs to their scheme: the rest may be a secret, as in a webhook's URL. */
export function removeUrls(text: string): string {
  return text.replace(/\b(https?:\/\/)[^\s"'<>]+/gi, '$1…');
}
