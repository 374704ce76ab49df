import { err, ok, type Result } from '../../shared/domain/result.ts';
import { toOneLine } from '../../shared/report/text.ts';

/** Each problem begins with the key at fault, and none shows a value: it might be a secret. */
export type Parsed<Value> = Result<Value, readonly string[]>;

/** Checks one value of the configuration; `at` is where it stands. */
export type Parse<Value> = (value: unknown, at: string) => Parsed<Value>;

export function refuse(at: string, problem: string): Parsed<never> {
  return err([`${at}: ${problem}`]);
}

/** A text that a parser of the domain reads; its problem says what is allowed. */
export function text<Value>(parse: (text: string) => Result<Value, string>): Parse<Value> {
  return (value, at) => {
    const parsed = parse(typeof value === 'string' ? value : '');
    if (!parsed.ok) return refuse(at, `give ${parsed.problem}`);
    return typeof value === 'string' ? parsed : refuse(at, 'give a text');
  };
}

export function matching(pattern: RegExp, allowed: string): Parse<string> {
  return text((value) => (pattern.test(value) ? ok(value) : err(allowed)));
}

export function oneOf<const Word extends string>(words: readonly Word[]): Parse<Word> {
  const choice = words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`;
  return text((value) => {
    const word = words.find((each) => each === value);
    return word === undefined ? err(choice) : ok(word);
  });
}

export function listOf<Value>(parse: Parse<Value>): Parse<readonly Value[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return refuse(at, 'give a list: [ … ]');
    return all(value.map((item: unknown, index) => parse(item, `${at}[${index}]`)));
  };
}

/** The fields of a section, or the problems of all of them in one list. */
export function flat<Value>(
  combined: Result<Value, readonly (readonly string[])[]>,
): Parsed<Value> {
  return combined.ok ? combined : err(combined.problem.flat());
}

/** All values, or all problems. */
export function all<Value>(results: readonly Parsed<Value>[]): Parsed<readonly Value[]> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.problem));
  if (problems.length > 0) return err(problems);
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** An object with known keys. Each is asked for by itself, so that all problems come at once. */
export interface Section<Key extends string> {
  needed<Value>(key: Key, parse: Parse<Value>): Parsed<Value>;
  optional<Value, const Default>(
    key: Key,
    parse: Parse<Value>,
    fallback: Default,
  ): Parsed<Value | Default>;
  /** The keys that nobody knows: they would be ignored, and nobody would notice. */
  readonly unknown: Parsed<null>;
}

export function readSection<const Key extends string>(
  value: unknown,
  at: string,
  keys: readonly Key[],
): Parsed<Section<Key>> {
  if (!isObject(value)) return refuse(at, 'give an object: { … }');
  const place = (key: string) => (at === '' ? key : `${at}.${key}`);
  const strange = Object.keys(value).filter((key) => !keys.some((known) => known === key));
  return ok({
    needed: (key, parse) => parse(value[key], place(key)),
    optional: (key, parse, fallback) =>
      value[key] === undefined ? ok(fallback) : parse(value[key], place(key)),
    unknown:
      strange.length === 0
        ? ok(null)
        : err(strange.map((key) => `${place(showKey(key))}: no such key; ${listAllowed(keys)}`)),
  });
}

function listAllowed(keys: readonly string[]): string {
  return `allowed ${keys.length === 1 ? 'is' : 'are'} ${keys.join(', ')}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key is free text too. */
export function showKey(key: string): string {
  return /^[A-Za-z0-9_-]{1,40}$/.test(key) ? key : JSON.stringify(toOneLine(key, 40));
}
