import type { CryptoKey } from 'jose';
import { type Instant, MINUTE, SECOND } from '../../../shared/domain/instant.ts';
import { within } from '../../within.ts';
import { type KeyList, readKeys } from './read-keys.ts';

/** The public keys of an issuer. */
export interface IssuerKeys {
  /** The key with this id; `null` if the issuer lists none, or cannot be asked. */
  find(kid: string): Promise<CryptoKey | null>;
}

export interface IssuerKeysOptions {
  readonly issuer: string;
  readonly now: () => Instant;
  readonly log: (event: Readonly<Record<string, string | number>>) => void;
  /** How long the issuer may take, for both documents. Default: 5 seconds. */
  readonly timeoutMs?: number;
}

/** So long keys are used without asking. */
const MAX_AGE = 10 * MINUTE;

/** After each try. Otherwise whoever invents key ids could make us ask without end. */
const PAUSE = 30 * SECOND;

/**
 * Keeps an issuer's keys for as long as this isolate lives. Older ones are read anew, but kept while
 * the issuer cannot be reached: an outage there must not close the gate. jose's remote key set drops
 * them, and in Workers lets every caller ask for itself.
 */
export function openIssuerKeys(options: IssuerKeysOptions): IssuerKeys {
  const { issuer, now, log, timeoutMs = 5 * SECOND } = options;
  let held: { readonly keys: KeyList; readonly readAt: Instant } | null = null;
  let triedAt: Instant = -Infinity;
  let pending: Promise<true> | null = null;

  /** In either direction, since a clock may be set back. */
  const isWithin = (milliseconds: number, instant: Instant) =>
    Math.abs(now() - instant) < milliseconds;

  const read = async (): Promise<true> => {
    const readAt = now();
    triedAt = readAt;
    const keys = await readKeys(issuer, timeoutMs);
    if (keys.ok) held = { keys: keys.value, readAt };
    else log({ event: 'issuer-keys-unread', reason: keys.problem, kept: held?.keys.size ?? 0 });
    return true;
  };

  /**
   * All callers share one read, also those of other requests. It never settles if the platform ends
   * the request that began it: then it is begun anew.
   */
  const refresh = async (): Promise<void> => {
    for (let tries = 0; tries < 2; tries += 1) {
      if (!isWithin(timeoutMs + SECOND, triedAt)) pending = null;
      const shared = (pending ??= read());
      const isDone = await within(timeoutMs + SECOND, shared);
      if (pending === shared) pending = null;
      if (isDone) return;
    }
  };

  return {
    find: async (kid) => {
      const key = held?.keys.get(kid);
      if (held && key && isWithin(MAX_AGE, held.readAt)) return key;
      // Without any keys nobody can be let in, so there is no pause.
      const mayAsk = !held || !isWithin(PAUSE, triedAt);
      if (pending || mayAsk) await refresh();
      return held?.keys.get(kid) ?? null;
    },
  };
}

const opened = new WeakMap<object, IssuerKeys>();

/** The keys of an environment, which never changes: all requests of an isolate share them. */
export function issuerKeysOf(env: object, options: IssuerKeysOptions): IssuerKeys {
  const keys = opened.get(env) ?? openIssuerKeys(options);
  opened.set(env, keys);
  return keys;
}
