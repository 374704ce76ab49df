import type { ShownService } from './shown-service.ts';
import type { ShownVerdict } from './shown-verdict.ts';

/** What a badge says, however it is drawn. */
export interface Badge {
  readonly label: string;
  readonly message: ShownVerdict;
}

export function toBadge({ name, verdict }: ShownService): Badge {
  return { label: `${name} backups`, message: verdict };
}

const SHIELDS_COLORS: Readonly<Record<ShownVerdict, string>> = {
  pass: 'brightgreen',
  warn: 'orange',
  block: 'red',
  unknown: 'lightgrey',
};

/** Shields takes less than 5 minutes for 5. */
const SHIELDS_CACHE_SECONDS = 300;

/**
 * `badge/{service}.json`, for Shields' endpoint badge, which takes no key that it does not know.
 * With `isError` nobody can paint a bad badge green by its address.
 */
export function toShieldsJson({ label, message }: Badge) {
  return {
    schemaVersion: 1,
    label,
    message,
    color: SHIELDS_COLORS[message],
    isError: message === 'block' || message === 'unknown',
    cacheSeconds: SHIELDS_CACHE_SECONDS,
  };
}
