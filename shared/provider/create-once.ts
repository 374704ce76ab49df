import type { Clock } from '../clock.ts';
import { MINUTE, SECOND } from '../domain/instant.ts';
import { ProviderError } from './errors.ts';

export interface Creation<Created> {
  /** Sends the creating request. On rejection its fate may be unknown. */
  readonly send: () => Promise<Created>;
  /** Searches for what an earlier send created; `null` if there is nothing. */
  readonly find: () => Promise<Created | null>;
  readonly clock: Clock;
}

const MAX_SENDS = 2;

/** A slow provider may take a minute to show what it created. */
const LOOKS_AFTER = [2 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];

/** If a provider asks for a longer pause, do not wait for it. */
const MAX_PAUSE = MINUTE;
const DEFAULT_PAUSE = 5 * SECOND;

/**
 * Creates or changes a thing at most once. If the fate of a send is unknown, searches for a minute,
 * and sends once more only if nothing shows up; never after an answer of success. Rejects with
 * `ProviderError`.
 */
export async function createOnce<Created>(creation: Creation<Created>): Promise<Created> {
  let first: ProviderError | null = null;
  for (let sends = 1; ; sends += 1) {
    try {
      return await creation.send();
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.fate === 'unsent') throw withoutTime(first, error);
      first ??= error;
      const created = await afterFailedSend(error, creation);
      if (created !== null) return created;
      if (error.fate === 'taken' || sends === MAX_SENDS) throw error;
    }
  }
}

/** What was created after all, or `null` if the request may be sent again. */
async function afterFailedSend<Created>(
  error: ProviderError,
  creation: Creation<Created>,
): Promise<Created | null> {
  if (error.fate !== 'not-taken') return searchFor(error, creation);
  const pauseMs = error.retryAfterMs ?? DEFAULT_PAUSE;
  if (error.problem.kind !== 'unavailable' || pauseMs > MAX_PAUSE) throw error;
  await creation.clock.sleep(pauseMs);
  return null;
}

async function searchFor<Created>(
  lost: ProviderError,
  { find, clock }: Creation<Created>,
): Promise<Created | null> {
  let trouble: ProviderError | null = null;
  for (const waitMs of LOOKS_AFTER) {
    await clock.sleep(waitMs);
    try {
      const created = await find();
      if (created !== null) return created;
      trouble = null;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      trouble = error;
    }
  }
  if (trouble) throw notRepeated(lost, trouble);
  return null;
}

/** The time for all waiting was over before it could be sent, or sent once more. */
function withoutTime(first: ProviderError | null, unsent: ProviderError): ProviderError {
  return first?.fate === 'unknown' ? notRepeated(first, unsent) : (first ?? unsent);
}

/** The last look failed, so the current state is unknown. */
function notRepeated(lost: ProviderError, trouble: ProviderError): ProviderError {
  const message = `${lost.message}; whether the request arrived could not be found out, so it was not repeated (${trouble.message})`;
  const { fate } = lost;
  return new ProviderError(
    { ...lost.problem, message },
    { fate, retryAfterMs: trouble.retryAfterMs },
  );
}
