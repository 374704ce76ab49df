import type { BackupStatus } from '../domain/backup.ts';

/** The provider's words for each status, in lower case. */
export type StatusWords = Readonly<
  Partial<Record<Exclude<BackupStatus, 'unrecognised'>, readonly string[]>>
>;

/** Reads a provider's status in any case. Unlisted words are `unrecognised`. */
export function createStatusReader(words: StatusWords): (word: string | null) => BackupStatus {
  const statuses = Object.keys(words) as (keyof StatusWords)[];
  const statusByWord = new Map<string, BackupStatus>(
    statuses.flatMap((status) => (words[status] ?? []).map((word) => [word, status] as const)),
  );
  return (word) => statusByWord.get(word?.toLowerCase() ?? '') ?? 'unrecognised';
}
