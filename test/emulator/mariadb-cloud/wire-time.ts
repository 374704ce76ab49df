/** Epoch milliseconds to RFC 3339 in UTC with whole seconds, e.g. 2024-03-26T17:18:57Z. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Epoch milliseconds to `YYYY-MM-DD hh:mm:ss` in UTC, the form of `point_in_time`. */
export function spaced(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
