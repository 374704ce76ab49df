import { ProviderError } from './errors.ts';

/**
 * JSON numbers beyond 2^53 are rounded as they are parsed, so that two ids become one. Such a
 * number is marked, and names nothing: it is neither sent anywhere nor compared.
 */
const MARK = '≈';

export function spellNumber(value: number): string {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? `${MARK}${value}` : String(value);
}

/** `null` where it was rounded. */
export function exactId(id: string | null): string | null {
  return id?.startsWith(MARK) ? null : id;
}

/** Rejects before something is written by one of these ids. */
export function refuseRoundedIds(ids: readonly string[], title: string): void {
  const rounded = ids.find((id) => exactId(id) === null);
  if (rounded === undefined) return;
  const message = `${title} gave schedule ${rounded} an id beyond 2^53, which cannot be read exactly, so nothing was written`;
  throw new ProviderError({ kind: 'refused', message, traceId: null }, { fate: 'not-taken' });
}
