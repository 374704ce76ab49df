import * as v from 'valibot';
import { HttpError } from '../http/http-error.ts';

/** Reads an answer by its schema. Rejects an answer of another shape as unreadable. */
export function decode<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  // valibot accepts an array as an object without the fields.
  const isListInstead = Array.isArray(answer) && schema.type !== 'array';
  if (parsed.success && !isListInstead) return parsed.output;
  throw unreadable();
}

export function unreadable(): HttpError {
  return new HttpError({ kind: 'unreadable', reason: 'it is not of the agreed shape' });
}

/** The rows that match the schema, and the number of those that do not. */
export function decodeRows<Row>(
  answers: readonly unknown[],
  schema: v.GenericSchema<unknown, Row>,
): { readonly rows: readonly Row[]; readonly unreadable: number } {
  const rows = answers.flatMap((answer) => {
    const parsed = v.safeParse(schema, answer);
    return parsed.success && !Array.isArray(answer) ? [parsed.output] : [];
  });
  return { rows, unreadable: answers.length - rows.length };
}
