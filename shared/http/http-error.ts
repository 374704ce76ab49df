/**
 * Why an HTTP call failed. Holds neither the URL nor a credential, so it can be shown.
 *
 * - `status`: the server answered with an error status; `body` is parsed JSON, or text if it is
 *   not JSON; `retryAfterMs` is the pause it asks for, by `Retry-After` or another header.
 * - `unsent`: nothing was sent, because no time was left.
 * - `lost`: no whole answer came, so it is not known whether the request took effect.
 * - `unreadable`: a success status whose body has an unexpected format.
 */
export type HttpFailure =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure) {
    super(failure.kind === 'status' ? `HTTP ${failure.status}` : failure.reason);
    this.failure = failure;
  }
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection dropped before the answer was complete',
  UND_ERR_SOCKET: 'the connection dropped before the answer was complete',
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name could not be resolved',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

/** Words for a broken connection. Only the error's code is used: its text may hold the URL. */
export function explainLoss(error: unknown): string {
  const code = findCode(error);
  if (code === null) return 'the connection failed';
  return NETWORK_WORDS[code] ?? `the connection failed (${code})`;
}

function findCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return findCode(error.cause);
}
