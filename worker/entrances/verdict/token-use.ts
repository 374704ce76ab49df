import type { Instant } from '../../../shared/domain/instant.ts';

/** One use of a token. */
export interface TokenUse {
  /** The token's `jti`. */
  readonly id: string;
  /** When the token expires, in milliseconds since 1970, UTC. */
  readonly expiresAt: Instant;
  /** Tells a use whose answer was lost, and which is named again, from a second one. */
  readonly useId: string;
}
