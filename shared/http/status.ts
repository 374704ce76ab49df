/** What an HTTP status says about a request, whoever answered it. */
export type StatusMeaning =
  | 'success'
  | 'redirect'
  | 'unauthorized'
  | 'not-found'
  | 'gone'
  | 'rate-limited'
  /** A passing error: the same request may succeed later. */
  | 'passing'
  | 'refused';

const MEANINGS: ReadonlyMap<number, StatusMeaning> = new Map([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'not-found'],
  [408, 'passing'],
  [410, 'gone'],
  [425, 'passing'],
  [429, 'rate-limited'],
]);

export function meaningOfStatus(status: number): StatusMeaning {
  if (status >= 200 && status < 300) return 'success';
  if (status >= 300 && status < 400) return 'redirect';
  if (status >= 500) return 'passing';
  return MEANINGS.get(status) ?? 'refused';
}
