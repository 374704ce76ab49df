import type { Backup } from '../../../../shared/domain/backup.ts';
import type { Finding } from '../../../../shared/domain/finding.ts';
import type { MaxSizeDrop } from '../../../../shared/domain/settings.ts';
import { raised } from '../evidence-fixture.ts';
import { nights } from './past-nights.ts';

/** `max-size-drop` at this many percent. */
export function drop(percent: number, severity: 'warn' | 'block' = 'warn'): MaxSizeDrop {
  return { kind: 'limit', percent, severity };
}

/** Backups of these sizes, one each night, the last night's first. */
export function sized(...sizes: readonly (number | null)[]): readonly Backup[] {
  return nights(sizes.map((sizeBytes) => ({ sizeBytes })));
}

/** What `size-dropped` says of them. */
export function raisedBy(
  backups: readonly Backup[],
  maxSizeDrop: MaxSizeDrop = drop(50),
): readonly Finding[] {
  return raised('size-dropped', { backups, policy: { maxSizeDrop } });
}
