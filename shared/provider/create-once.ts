import { ProviderError } from './errors.ts';

export interface Creation<Created> {
  /** Sends the creating request; may leave its fate unknown. */
  readonly send: () => Promise<Created>;
  /** Looks for what an earlier send created; `null` where there is nothing. */
  readonly find: () => Promise<Created | null>;
  /** Gives an earlier send the time to take effect. */
  readonly pause: () => Promise<void>;
}

const MOST_SENDS = 2;

/**
 * Creates a thing at most once. When it is not known whether a send took effect, the provider is
 * asked first, and only if nothing is there is it sent once more. Rejects with `ProviderError`.
 */
export async function createOnce<Created>(creation: Creation<Created>): Promise<Created> {
  for (let sends = 1; ; sends += 1) {
    try {
      return await creation.send();
    } catch (error) {
      if (!(error instanceof ProviderError) || !error.fateUnknown) throw error;
      const created = await findAfter(error, creation);
      if (created !== null) return created;
      if (sends === MOST_SENDS) throw error;
    }
  }
}

async function findAfter<Created>(
  lost: ProviderError,
  { find, pause }: Creation<Created>,
): Promise<Created | null> {
  await pause();
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const message = `${lost.message}; whether the request arrived could not be found out, so it was not repeated (${error.message})`;
    throw new ProviderError({ ...lost.problem, message }, { fateUnknown: true });
  }
}
