import { meaningOfStatus } from '../../shared/http/status.ts';

/** What a receiver's status says of a message: taken, never to be taken this way, or not now. */
export type Reception = 'delivered' | 'permanent' | 'passing';

/** A redirect is not followed, but the receiver may be back at its address later. */
export function receptionOf(status: number): Reception {
  const meaning = meaningOfStatus(status);
  if (meaning === 'success') return 'delivered';
  return ['passing', 'rate-limited', 'redirect'].includes(meaning) ? 'passing' : 'permanent';
}
