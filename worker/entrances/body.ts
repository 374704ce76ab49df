/**
 * Decodes a body without loss: `null` if it is not UTF-8, and a byte order mark is kept. The text
 * stands for exactly the bytes that were signed.
 */
export function decodeBody(body: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}
