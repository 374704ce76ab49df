/**
 * The body as text that stands for these very bytes and no others: `null` where they are not
 * UTF-8, and a byte order mark is kept.
 */
export function decodeBody(body: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}
