import type { Clock } from '../clock.ts';
import { SECOND } from '../domain/instant.ts';
import { ProviderError } from './errors.ts';

export interface Creation<Created> {
  /** Sends the creating request; may leave its fate unknown. */
  readonly send: () => Promise<Created>;
  /** Looks for what an earlier send created; `null` where there is nothing. */
  readonly find: () => Promise<Created | null>;
  readonly clock: Clock;
}

const MOST_SENDS = 2;

/** How long a request whose answer was lost is given to take effect before it is looked for. */
const LOOK_AFTER = 2 * SECOND;

/**
 * Creates a thing at most once. When it is not known whether a send took effect, the provider is
 * asked first, and only if nothing is there is it sent once more; never after an answer of success.
 * Rejects with `ProviderError`.
 */
export async function createOnce<Created>(creation: Creation<Created>): Promise<Created> {
  for (let sends = 1; ; sends += 1) {
    try {
      return await creation.send();
    } catch (error) {
      if (!(error instanceof ProviderError) || !error.fateUnknown) throw error;
      const created = await findAfter(error, creation);
      if (created !== null) return created;
      if (error.accepted || sends === MOST_SENDS) throw error;
    }
  }
}

async function findAfter<Created>(
  lost: ProviderError,
  { find, clock }: Creation<Created>,
): Promise<Created | null> {
  await clock.sleep(LOOK_AFTER);
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const message = `${lost.message}; whether the request arrived could not be found out, so it was not repeated (${error.message})`;
    const { accepted } = lost;
    const { retryAfterMs } = error;
    const fate = { fateUnknown: true, accepted, retryAfterMs };
    throw new ProviderError({ ...lost.problem, message }, fate);
  }
}
