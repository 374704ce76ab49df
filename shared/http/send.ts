/** One request, as it is to be sent. */
export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** The body, which says of itself that it is JSON; `undefined` for none. */
  readonly json: unknown;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal;
}

/**
 * Sends a request once and follows no redirect. Resolves with the answer whatever its status is,
 * and rejects if there is none.
 */
export type Send = (request: HttpRequest) => Promise<Response>;
