import * as v from 'valibot';

/**
 * Fields of an answer as leniently as every provider's is read: any field may be absent, `null` or
 * `""`, which all mean "not given", and what is not of its type is not given either.
 */
export const text = lenient(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((value) => String(value).trim()),
    v.nonEmpty(),
  ),
);

/** A whole number from 0 on, spelled as a number or as text. */
export const count = lenient(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number))]),
    v.integer(),
    v.minValue(0),
  ),
);

/** `true` or `false`, spelled as such or as text. */
export const flag = lenient(
  v.union([
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((word) => word === 'true'),
    ),
  ]),
);

/** Rows stay unread at first: one that is not an object must not hide the others. */
export const rows = v.optional(v.nullable(v.array(v.unknown())), null);

/** A value that is `null` where it is absent or not what the schema says. */
export function lenient<Output>(schema: v.GenericSchema<unknown, Output>) {
  return v.optional(v.fallback(v.nullable(schema), null), null);
}
