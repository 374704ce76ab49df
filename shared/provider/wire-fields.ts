import * as v from 'valibot';
import { spellNumber } from './rounded-id.ts';

/**
 * Lenient fields, for every provider: a field may be absent, `null` or `""`, and a value of another
 * type counts as absent.
 */
export const text = lenient(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((value) => (typeof value === 'number' ? spellNumber(value) : value.trim())),
    v.nonEmpty(),
  ),
);

/** A whole number, 0 or more, as a number or as text. */
export const count = lenient(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number))]),
    v.integer(),
    v.minValue(0),
  ),
);

/** `true` or `false`, as a boolean or as text. */
export const flag = lenient(v.pipe(v.unknown(), v.transform(toBoolean)));

/** A flag that is false if absent. If it is given but cannot be read, it is `unreadable`. */
export const clearFlag = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) =>
      value === null || value === '' ? false : (toBoolean(value) ?? 'unreadable'),
    ),
  ),
  null,
);

function toBoolean(value: unknown): boolean | null {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 'true') return true;
  return word === false || word === 'false' ? false : null;
}

/**
 * The list of a page: `null` is an empty one, but it has to be there. Rows are parsed later, one by
 * one: a row that is not an object must not hide the others.
 */
export const rows = v.pipe(
  v.nullable(v.array(v.unknown())),
  v.transform((list) => list ?? []),
);

/** A value that is `null` if it is absent or does not match the schema. */
export function lenient<Output>(schema: v.GenericSchema<unknown, Output>) {
  return v.optional(v.fallback(v.nullable(schema), null), null);
}

/** The id of another record. Servers also spell "none" as 0 or as the UUID of zeros. */
export const reference = v.pipe(
  text,
  v.transform((id) => (id !== null && /^[0-]+$/.test(id) ? null : id)),
);
