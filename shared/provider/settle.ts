import { ProviderError } from './errors.ts';

/** The value of the call, or the error if the provider could not be asked or refused. */
export async function settle<Value>(call: Promise<Value>): Promise<Value | ProviderError> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** Some endpoints answer 404 for "none": `null`. */
export async function orNone<Value>(call: Promise<Value>): Promise<Value | null> {
  const value = await settle(call);
  if (!(value instanceof ProviderError)) return value;
  if (value.problem.kind === 'not-found') return null;
  throw value;
}
