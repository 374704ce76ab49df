import type { BackupStatus } from '../domain/backup.ts';

/** The provider's words for each status, in any spelling. */
export type StatusWords = Readonly<
  Partial<Record<Exclude<BackupStatus, 'unrecognised'>, readonly string[]>>
>;

/** Reads a provider's status in any case and spacing. Unlisted words are `unrecognised`. */
export function createStatusReader(words: StatusWords): (word: string | null) => BackupStatus {
  const statuses = Object.keys(words) as (keyof StatusWords)[];
  const statusByWord = new Map<string, BackupStatus>(
    statuses.flatMap((status) =>
      (words[status] ?? []).map((word) => [bare(word), status] as const),
    ),
  );
  return (word) => statusByWord.get(bare(word ?? '')) ?? 'unrecognised';
}

/** `In-Progress`, `in_progress` and `In Progress` are one word. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
