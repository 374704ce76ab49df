import { isObject } from '../../../worker/config/fields.ts';

/** Every key in a configuration with its place; the items of a list count as one place. */
export function findKeys(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return unique(value.flatMap((item) => findKeys(item, `${at}[]`)));
  if (!isObject(value)) return [];
  const nested = Object.entries(value).map(([key, inner]) => {
    const place = at === '' ? key : `${at}.${key}`;
    return [place].concat(findKeys(inner, place));
  });
  return unique(nested.flat());
}

/** The same configuration with a key that nobody knows in each of its objects but `services`. */
export function withStrangeKeys(value: unknown, at = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withStrangeKeys(item, `${at}[]`));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    return [key, withStrangeKeys(inner, at === '' ? key : `${at}.${key}`)];
  });
  // There a key is the name of a service.
  return Object.fromEntries(at === 'services' ? entries : [...entries, ['strange', 1]]);
}

function unique(places: readonly string[]): readonly string[] {
  return [...new Set(places)].toSorted();
}
