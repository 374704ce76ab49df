import { meaningOfStatus } from '../../shared/http/status.ts';

/**
 * What a receiver's status means for a message: delivered, never deliverable this way, or not now.
 */
export type Reception = 'delivered' | 'permanent' | 'passing';

/** A redirect is not followed, but the receiver may be back at its address later. */
export function receptionOf(status: number): Reception {
  const meaning = meaningOfStatus(status);
  if (meaning === 'success') return 'delivered';
  return ['passing', 'rate-limited', 'redirect'].includes(meaning) ? 'passing' : 'permanent';
}
