import type { Result } from '../../../../shared/domain/result.ts';
import type { Claims } from '../../../../worker/entrances/verdict/claims.ts';
import { openIssuerKeys } from '../../../../worker/entrances/verdict/issuer-keys.ts';
import type { IssuerKeys } from '../../../../worker/entrances/verdict/issuer-keys.ts';
import { verifyToken } from '../../../../worker/entrances/verdict/verify.ts';
import type { MintOptions, OidcIssuer, TokenClaims } from '../../../emulator/oidc-issuer/index.ts';

export const AUDIENCE = 'https://backup-gate.example.workers.dev';

type Event = Readonly<Record<string, string | number>>;

/** Keys that are read from the emulator, by its clock, and all that was logged about them. */
export interface OpenKeys {
  readonly keys: IssuerKeys;
  readonly logged: Event[];
}

export function openKeys({ url, clock }: OidcIssuer, timeoutMs?: number): OpenKeys {
  const logged: Event[] = [];
  const keys = openIssuerKeys({
    issuer: url,
    now: () => clock.now(),
    log: (event) => void logged.push(event),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return { keys, logged };
}

export interface Verifier extends OpenKeys {
  verify(token: string): Promise<Result<Claims, string>>;
  /** Verifies a token of a job with these claims replaced; `undefined` leaves one out. */
  verifyClaims(over: TokenClaims, options?: MintOptions): Promise<Result<Claims, string>>;
}

/** A verifier as the Worker has it, for our audience. */
export function openVerifier(issuer: OidcIssuer): Verifier {
  const open = openKeys(issuer);
  const verify = (token: string) =>
    verifyToken(token, {
      issuer: issuer.url,
      audience: AUDIENCE,
      keys: open.keys,
      now: issuer.clock.now(),
    });
  const verifyClaims = (over: TokenClaims, options?: MintOptions) =>
    verify(issuer.mint(issuer.claimsOf({ aud: AUDIENCE, ...over }), options));
  return { ...open, verify, verifyClaims };
}
