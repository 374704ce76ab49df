import * as v from 'valibot';
import { HttpError } from '../http/http-error.ts';
import { removeUrls } from '../http/redact.ts';

/**
 * Reads an answer by its schema. Rejects another shape, or an error in a success, as unreadable.
 */
export function decode<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  // valibot accepts an array as an object without the fields.
  const isListInstead = Array.isArray(answer) && schema.type !== 'array';
  if (parsed.success && !isListInstead && !isError(answer)) return parsed.output;
  throw unreadable(answer);
}

/**
 * Reads an answer whose data never comes with a message: without any rows, a message means that the
 * data is missing.
 */
export function decodeData<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const data = decode(schema, answer);
  const hasRows = Object.values(fieldsOf(answer)).some(
    (value) => Array.isArray(value) && value.length > 0,
  );
  if (!hasRows && Object.entries(fieldsOf(answer)).some(isTroubled)) throw unreadable(answer);
  return data;
}

/** Fields that APIs use to say how a call went. */
const STATUS_FIELDS = /err|fault|exception|message|detail|reason|status|code|denied|^ok$|success/i;

/** With an empty list, any sign of trouble means that the list cannot be trusted. */
function isTroubled([name, value]: [string, unknown]): boolean {
  if (!STATUS_FIELDS.test(name) || value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value !== /^ok$|success/i.test(name);
  if (typeof value === 'number') return value !== 0 && (value < 200 || value > 299);
  if (typeof value === 'string') return !/^\s*(?:ok|success(?:ful)?|0|2\d\d|)\s*$/i.test(value);
  return Object.keys(fieldsOf(value)).length > 0;
}

/** Reads the one object that was asked for. Rejects any other as unreadable. */
export function decodeOne<Output>(
  schema: v.GenericSchema<unknown, Output>,
  answer: unknown,
  isAsked: (output: Output) => boolean,
): Output {
  const output = decode(schema, answer);
  if (!isAsked(output)) throw unreadable(answer);
  return output;
}

export function unreadable(answer?: unknown): HttpError {
  const said = messageOf(answer);
  const reason = `it has an unexpected format${said === null ? '' : `, and says "${said}"`}`;
  return new HttpError({ kind: 'unreadable', reason });
}

/** How APIs report an error in a success. Empty values mean that there is none. */
function isError(answer: unknown): boolean {
  const { errors, error, exception, code, errorCode, status, statusCode } = fieldsOf(answer);
  return (
    [errors, error, exception].some(isFilled) ||
    [code, errorCode, status, statusCode].some((each) => Number(each) >= 400)
  );
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' ? Object.keys(fieldsOf(value)).length > 0 : Boolean(value);
}

/** The first message of an answer, its own or that of its first error. */
function messageOf(answer: unknown): string | null {
  const { errors, error } = fieldsOf(answer);
  for (const place of [answer, error, [errors].flat()[0]]) {
    const { message } = fieldsOf(place);
    if (typeof message === 'string' && message.trim() !== '') return removeUrls(message);
  }
  return null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value);
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
