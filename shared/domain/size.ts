import { err, ok, type Result } from './result.ts';

const UNITS = {
  B: 1,
  kB: 1000,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
} as const;

const SIZE = /^(?<count>\d{1,12}(?:\.\d{1,3})?)\s?(?<unit>B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/;

/** Reads `10MB` (powers of 1000) or `512KiB` (powers of 1024) as bytes. A unit is required. */
export function parseSize(text: string): Result<number, string> {
  const parts = SIZE.exec(text.trim())?.groups;
  const factor = Object.entries(UNITS).find(([unit]) => unit === parts?.['unit'])?.[1];
  const bytes = Math.round(Number(parts?.['count']) * (factor ?? 0));
  if (!(bytes > 0)) return err('a size above zero such as 10MB, 1.5GB or 512KiB');
  return ok(bytes);
}

/** Bytes in words, in powers of 1000: `5.3 MB`, `13 kB`, `0 bytes`. */
export function formatSize(bytes: number): string {
  const unit = (['TB', 'GB', 'MB', 'kB'] as const).find((name) => bytes >= UNITS[name]);
  if (!unit) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  const count = bytes / UNITS[unit];
  return `${count < 10 ? Math.floor(count * 10) / 10 : Math.floor(count)} ${unit}`;
}
