/** Read at each request, so a test may change any of them at any time. */
export interface SkyviaSettings {
  /** A quiet cap on `take` by the server, within the documented 1 to 200. */
  takeLimit: number;
  /** `sortOrder` and `sortBy` are accepted, but snapshots come oldest start first. */
  ignoreOrder: boolean;
  /** How the API says that no run is active; the documents do not tell. */
  noActive: 'no-content' | 'not-found' | 'empty' | 'null' | 'empty-object';
  /** The documents disagree on the name of the text in a snapshot's details. */
  detailsField: 'result' | 'log';
  /** Whether enabling and disabling a schedule answers its state or nothing. */
  enableAnswers: 'json' | 'empty';
  /** The `Date` header holds no date, as behind a proxy that strips it. */
  withoutDate: boolean;
  /** Real milliseconds between a request's effect and its answer. */
  latencyMs: number;
}

export function defaultSettings(): SkyviaSettings {
  return {
    takeLimit: 200,
    ignoreOrder: false,
    noActive: 'no-content',
    detailsField: 'result',
    enableAnswers: 'json',
    withoutDate: false,
    latencyMs: 0,
  };
}
