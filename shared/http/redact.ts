import { parseJson } from './json.ts';

/** Shorter texts occur in ordinary words, and removing them would garble those. */
const MIN_SECRET_LENGTH = 6;

/** What an escape begins with. */
const ESCAPES = /[%\\&]/;

/** No provider nests JSON deeper. */
const MAX_DEPTH = 100;

/**
 * Removes secrets from text that comes from outside, including those spelled with escapes of JSON,
 * URLs or HTML, in hexadecimal or in base64.
 */
export function removeSecrets(text: string, secrets: readonly string[]): string {
  return removeForms(text, secrets.flatMap(formsOf));
}

/**
 * Removes secrets from the body of an answer. Searches the parsed values, because JSON can spell
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

/**
 * The secret as it is, in hexadecimal, and in base64 with one character on each side, which holds
 * some of its bits.
 */
function formsOf(secret: string): readonly RegExp[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  const bytes = new TextEncoder().encode(secret);
  // Base64 in mails and in PEM is broken into lines.
  const base64 = spellBase64(bytes).map(
    (form) => `[\\w+/=-]?${[...form].map(quote).join('\\s*')}[\\w+/=-]?`,
  );
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    new RegExp(hex, 'gi'),
    ...[quote(secret), ...base64].map((form) => new RegExp(form, 'g')),
  ];
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Escapes of JSON, URLs and HTML, including escaped ones. */
const ESCAPE =
  /\\{1,8}(?:u(?<json>[\da-f]{4})|x(?<js>[\da-f]{2})|(?<self>[^\\]))|%(?:25){0,8}(?<url>[\da-f]{2})|&#(?:x0{0,8}(?<html>[\da-f]{1,4})|0{0,8}(?<decimal>\d{1,5}));|&(?<name>[a-z]{3,6});/gi;

/** HTML's names for the characters that keys contain besides letters and digits. */
const ENTITIES: Readonly<Record<string, string>> = {
  equals: '=',
  lowbar: '_',
  period: '.',
  plus: '+',
  sol: '/',
};

/** Removes whatever the forms match once the text's escapes are decoded. */
function removeEscaped(text: string, forms: readonly RegExp[]): string {
  const escapes: Escape[] = [];
  let excess = 0;
  const plain = text.replace(ESCAPE, (escape, ...rest) => {
    const [groups, , offset] = rest.toReversed();
    const plainly = readEscape(escape, groups);
    excess += escape.length - plainly.length;
    escapes.push({ at: offset - excess + escape.length - plainly.length, excess });
    return plainly;
  });
  const found = forms
    .flatMap((form) => [...plain.matchAll(form)])
    .toSorted((one, other) => one.index - other.index);
  const kept: string[] = [];
  let end = 0;
  for (const { index, 0: match } of found) {
    const [from, to] = [locate(index, escapes), locate(index + match.length, escapes)];
    if (from >= end) kept.push(text.slice(end, from));
    end = Math.max(end, to);
  }
  return [...kept, text.slice(end)].join('***');
}

interface Escape {
  readonly at: number;
  /** How much longer the text is than its decoded form, up to and including this escape. */
  readonly excess: number;
}

/** Maps a position in the decoded text to one in the original. */
function locate(place: number, escapes: readonly Escape[]): number {
  let [least, most] = [0, escapes.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if ((escapes[middle]?.at ?? 0) < place) least = middle + 1;
    else most = middle;
  }
  return place + (escapes[least - 1]?.excess ?? 0);
}

function readEscape(escape: string, groups: Readonly<Record<string, string | undefined>>): string {
  const { json, js, url, html, decimal, name, self } = groups;
  if (self !== undefined) return self;
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? escape;
  const hex = json ?? js ?? url ?? html;
  return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}

/**
 * The base64 of these bytes inside a longer text, for each of the three positions in a group. The
 * characters at both ends depend on the surrounding text, so they are left out.
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
