import type { EntranceDependencies } from '../../dependencies.ts';
import type { Ask } from '../../status/asks.ts';
import type { VerdictOrder } from './parse.ts';
import type { Claims } from './claims.ts';

/** The page shows who asks. A verdict does not depend on it. */
export async function noteAsk(
  claims: Claims,
  { order, verdict }: { order: VerdictOrder; verdict: Ask['verdict'] },
  { noteAsk: note, now, log }: Pick<EntranceDependencies, 'noteAsk' | 'now' | 'log'>,
): Promise<void> {
  const { repository, repositoryId, repositoryOwnerId, environment } = claims;
  const services = [...order.services];
  try {
    await note({
      repository,
      repositoryId,
      repositoryOwnerId,
      environment,
      services,
      verdict,
      at: now(),
    });
  } catch (error) {
    log({ event: 'board-failed', reason: error instanceof Error ? error.name : 'unknown' });
  }
}
