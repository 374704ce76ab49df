/** One request as a test sees it. */
export interface RecordedRequest {
  /** Upper case. */
  method: string;
  /** Without the query. */
  path: string;
  /** The last value where a parameter is repeated. */
  query: Record<string, string>;
  /** Parsed JSON; the text itself where it is not JSON; undefined where there is none. */
  body: unknown;
  /** When it arrived, by the emulator's clock: epoch milliseconds, UTC. */
  at: number;
  /** Names in lower case. */
  headers: Record<string, string>;
}
