/** What an HTTP status says of a telling: done, never to be done this way, or not done now. */
export type StatusMeaning = 'told' | 'permanent' | 'passing';

/** Client errors that time may mend: timed out, too early, too many. */
const PASSING_CLIENT_ERRORS = [408, 425, 429];

export function judgeStatus(status: number): StatusMeaning {
  if (status >= 200 && status < 300) return 'told';
  const isClientError = status >= 400 && status < 500;
  return isClientError && !PASSING_CLIENT_ERRORS.includes(status) ? 'permanent' : 'passing';
}
