import { HttpError } from './http-error.ts';

/** A hundred times more than any real page of a list. */
const MAX_MIB = 8;
const MAX_BYTES = MAX_MIB * 2 ** 20;

/**
 * The text of an answer, as it comes out of its compression: a few kilobytes may unpack to
 * gigabytes. A longer body is unreadable; if it came with an error, only the status counts.
 */
export async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return tooLarge(response);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge({ ok }: Response): string {
  if (!ok) return '';
  const reason = `it is larger than the limit of ${MAX_MIB} MiB`;
  throw new HttpError({ kind: 'unreadable', reason });
}
