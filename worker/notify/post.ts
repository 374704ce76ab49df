import { HOUR, type Instant, SECOND } from '../../shared/domain/instant.ts';
import { explainLoss } from '../../shared/http/http-error.ts';
import { readRetryAfter } from '../../shared/http/retry-after.ts';

/** The result of a POST. Holds neither the URL nor a secret. */
export type Posted =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly headers: Headers;
      /** The first `maxBytes` of the body. */
      readonly text: string;
    }
  /** No whole answer came, so the fate is unknown. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface PostOptions {
  /** Default: POST. */
  readonly method?: 'GET';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How much of the body is read; 0 if the status is enough. */
  readonly maxBytes: number;
  readonly now: Instant;
  /** Default: 20 seconds. */
  readonly timeoutMs?: number;
}

/** Standard Webhooks advises 15 to 30 seconds. */
const TIMEOUT_MS = 20 * SECOND;
/** A receiver cannot ask for more. */
export const MAX_RETRY_AFTER_MS = HOUR;

/**
 * One request with JSON, never retried here: the objects do that with their alarms. Uses `fetch` and
 * not the provider's HTTP client, which speaks JSON below one base URL and hides headers: the
 * answer here may be the bare word `ok` or empty, and `Retry-After` is needed. Redirects are not
 * followed, because they would carry the message to a host that nobody configured.
 */
export async function post(url: string, options: PostOptions): Promise<Posted> {
  const { method = 'POST', headers, body, maxBytes, now, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'backup-gate',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: timeout,
    });
    const text = await readStart(response, maxBytes);
    return {
      kind: 'answered',
      status: response.status,
      headers: response.headers,
      retryAfterMs: readPause(response, now),
      text,
    };
  } catch (error) {
    const tookTooLong = `no answer within ${timeoutMs / SECOND} seconds`;
    return { kind: 'lost', reason: timeout.aborted ? tookTooLong : explainLoss(error) };
  }
}

/** The receiver decides how much it sends, so bound how much is kept. */
async function readStart(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let room = maxBytes;
  while (room > 0) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    room -= value.byteLength;
  }
  // The rest of the body does not matter.
  await reader.cancel().catch(() => undefined);
  return text;
}

/** A receiver cannot ask for more than an hour. */
function readPause(response: Response, now: Instant): number | null {
  const wait = readRetryAfter(response.headers.get('retry-after'), now);
  return wait === null ? null : Math.min(wait, MAX_RETRY_AFTER_MS);
}
