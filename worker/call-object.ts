import { removeUrls } from '../shared/http/redact.ts';
import { toOneLine } from '../shared/report/text.ts';
import { withoutSecrets } from './config/secrets.ts';

/** How often an idempotent call is tried. */
export const TRIES = 3;

/**
 * The pause before the next try is this many milliseconds times the tries so far. Slack waits 3 s.
 */
const PAUSE = 100;

interface ObjectCall<Stub, Value> {
  /** The stub of an object that was reset stays broken, so each try has its own. */
  readonly open: () => Stub;
  readonly tries: number;
  /** Logs that a try failed, in the platform's words. */
  readonly logFailure: (message: string) => void;
  readonly work: (stub: Stub) => Promise<Value>;
}

/** Calls an object. One that was reset meanwhile is called again, as often as that does no harm. */
export async function callObject<Stub, Value>(
  { open, tries, logFailure, work }: ObjectCall<Stub, Value>,
  env: Env,
): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work(open());
    } catch (error) {
      logFailure(explain(error, env));
      if (tried === tries || isOverloaded(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, tried * PAUSE));
    }
  }
}

/** The platform's message distinguishes a reset, a used-up quota and a bug. */
function explain(error: unknown, env: Env): string {
  const [text = ''] = withoutSecrets([removeUrls(String(error))], env);
  return toOneLine(text, 300);
}

/** Retrying would only add to an overloaded object's work. */
function isOverloaded(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'overloaded' in error && !!error.overloaded;
}
