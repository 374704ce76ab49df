import { meaningOfStatus } from '../../shared/http/status.ts';

/**
 * What a receiver's status means for a message: delivered, never deliverable this way, or not now.
 */
export type Reception = 'delivered' | 'permanent' | 'passing';

/** Only 410 is for ever: all other statuses a person can cure, and a message waits for a day. */
export function receptionOf(status: number): Reception {
  const meaning = meaningOfStatus(status);
  if (meaning === 'success') return 'delivered';
  return meaning === 'gone' ? 'permanent' : 'passing';
}
