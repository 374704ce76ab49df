import type { Backup } from '../domain/backup.ts';
import { findUnreadableTime } from '../domain/instant.ts';
import { removeUrls } from '../http/redact.ts';

/** The first time of a row that cannot be read, as a field of its backup. */
export function unreadableTime(...texts: readonly (string | null)[]): Pick<Backup, 'timeText'> {
  const text = findUnreadableTime(...texts);
  return text === null ? {} : { timeText: removeUrls(text) };
}
