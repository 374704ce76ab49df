import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from '../recorded-request.ts';

/** One request as a provider's routes see it: nothing merged, nothing parsed away. */
export interface ReceivedRequest {
  readonly record: RecordedRequest;
  /** Every parameter in order, repeated ones included. */
  readonly parameters: readonly (readonly [string, string])[];
  /** Empty where there is no body. */
  readonly bodyText: string;
}

/** The request as far as it is known before its body has been read. */
export function recordArrival(message: IncomingMessage, at: number): RecordedRequest {
  return {
    method: message.method ?? '',
    path: splitTarget(message).path,
    query: Object.fromEntries(parametersOf(message)),
    body: undefined,
    at,
    headers: plainHeaders(message),
  };
}

export function parametersOf(message: IncomingMessage): [string, string][] {
  return [...new URLSearchParams(splitTarget(message).query)];
}

export async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** What a test wants to see of a body: its JSON, else its text. */
export function readableBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Split by hand: the URL class would read a path that starts with two slashes as a host. */
function splitTarget(message: IncomingMessage): { path: string; query: string } {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  if (mark === -1) return { path: target, query: '' };
  return { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}
