import { type Backup, isUnfinished, newestFirst } from './backup.ts';
import type { Finding, FindingCode } from './finding.ts';
import type { Instant } from './instant.ts';

/**
 * A one-time backup that was asked for. No provider tells which backup a request became, so what
 * was there before is kept: whatever is new since is the answer. Plain data, so it can be stored.
 */
export interface BackupRequest {
  readonly service: string;
  readonly type: string;
  /** The provider's name for the request itself; not the backup's id. */
  readonly handle: string | null;
  readonly known: KnownBackups;
}

export interface KnownBackups {
  readonly ids: readonly string[];
  /** The latest start of those that had ended, by the provider's own clock. */
  readonly newestStart: Instant | null;
}

export function rememberBackups(listed: readonly Backup[]): KnownBackups {
  const ended = listed.filter((backup) => !isUnfinished(backup));
  const starts = ended.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    ids: listed.flatMap(({ id }) => id ?? []),
    newestStart: starts.length > 0 ? Math.max(...starts) : null,
  };
}

/** Where a request stands, as far as it can be seen. */
export type RequestSight =
  | { readonly state: 'waiting'; readonly lastSeen: string }
  | { readonly state: 'running'; readonly backup: Backup }
  | { readonly state: 'succeeded'; readonly backup: Backup }
  | { readonly state: 'failed'; readonly backup: Backup | null; readonly reason: string };

/**
 * Backups of the asked type that were not there before, newest first. A success without a start
 * time may be an old one from a part of the list that was not read, so it is not believed.
 */
export function findNewBackups(
  listed: readonly Backup[],
  { type, known }: { readonly type: string | null; readonly known: KnownBackups },
): readonly Backup[] {
  const fresh = listed.filter((backup) => {
    const { id, status, startedAt } = backup;
    if (backup.type !== type || id === null || known.ids.includes(id)) return false;
    if (startedAt === null) return status !== 'succeeded';
    return known.newestStart === null || startedAt >= known.newestStart;
  });
  return newestFirst(fresh);
}

/**
 * One success among the new backups is the success that was asked for. Only when all of them have
 * ended otherwise has the request failed; a word that is not known ends nothing.
 */
export function judgeNewBackups(fresh: readonly Backup[]): RequestSight {
  const succeeded = fresh.find(({ status }) => status === 'succeeded');
  if (succeeded) return { state: 'succeeded', backup: succeeded };
  const unfinished = fresh.find(isUnfinished);
  if (unfinished) return { state: 'running', backup: unfinished };
  const unrecognised = fresh.find(({ status }) => status === 'unrecognised');
  if (unrecognised) return { state: 'waiting', lastSeen: unrecognised.statusText };
  const [failed] = fresh;
  if (!failed) return { state: 'waiting', lastSeen: 'not listed yet' };
  return { state: 'failed', backup: failed, reason: failed.statusText };
}

/** What a new backup would cure: the gate closes for want of a good recent one. */
const CURABLE: readonly FindingCode[] = [
  'latest-backup-failed',
  'no-usable-backup',
  'recovery-point-too-old',
  'restore-chain-broken',
  'backup-stuck',
  'too-small',
  'size-dropped',
];

export function isBackupNeeded(findings: readonly Finding[]): boolean {
  return findings.some(({ code, severity }) => severity === 'block' && CURABLE.includes(code));
}
