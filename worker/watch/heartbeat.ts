import { MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { explainLoss } from '../../shared/http/http-error.ts';
import { meaningOfStatus } from '../../shared/http/status.ts';

const TIMEOUT_MS = 10 * SECOND;

/** Before the second and the third try. After that, the next round's call comes soon enough. */
export const HEARTBEAT_PAUSES = [MINUTE, 5 * MINUTE];

/**
 * Calls whoever watches this watch, once. The URL is a secret: anybody who has it can pretend that
 * all is well. Returns why it failed, without the URL; `null` if it was taken.
 */
export async function callHeartbeat(url: string): Promise<string | null> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { status, body } = await fetch(url, {
      // Every such service takes GET, and not every one takes another method.
      method: 'GET',
      redirect: 'manual',
      headers: { 'user-agent': 'backup-gate' },
      signal: timeout,
    });
    await body?.cancel();
    return meaningOfStatus(status) === 'success' ? null : `HTTP ${status}`;
  } catch (error) {
    return timeout.aborted ? `no answer within ${TIMEOUT_MS / SECOND} seconds` : explainLoss(error);
  }
}
