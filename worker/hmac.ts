const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' };

/** An HMAC-SHA-256 of a text and then of bytes as they came. The platform has no incremental one. */
export async function hmac(
  key: Uint8Array<ArrayBuffer>,
  prefix: string,
  body: Uint8Array,
): Promise<Uint8Array> {
  const start = encode(prefix);
  const content = new Uint8Array(start.length + body.length);
  content.set(start);
  content.set(body, start.length);
  const imported = await crypto.subtle.importKey('raw', key, ALGORITHM, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, content));
}

export function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}
