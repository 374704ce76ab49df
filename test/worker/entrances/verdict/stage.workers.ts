import {
  type IssuerKeys,
  openIssuerKeys,
} from '../../../../worker/entrances/verdict/issuer-keys.ts';
import { verifyToken } from '../../../../worker/entrances/verdict/verify.ts';

interface StageEnv {
  readonly ISSUER: string;
  readonly AUDIENCE: string;
  readonly TIMEOUT_MS: string;
}

let known: IssuerKeys | null = null;

/** All requests share the keys, as those of one isolate do. */
function keysOf({ ISSUER, TIMEOUT_MS }: StageEnv): IssuerKeys {
  known ??= openIssuerKeys({
    issuer: ISSUER,
    now: () => Date.now(),
    log: (event) => console.log(event),
    timeoutMs: Number(TIMEOUT_MS),
  });
  return known;
}

/** Verifies the token that is posted. */
export default {
  async fetch(request, env) {
    const keys = keysOf(env);
    const { pathname } = new URL(request.url);
    if (pathname === '/forget') {
      known = null;
      return new Response('forgotten');
    }
    if (pathname === '/abandon') {
      // Nobody waits for it, so the platform ends it with the answer.
      void keys.find('key-1');
      return new Response('abandoned');
    }
    const { ISSUER: issuer, AUDIENCE: audience } = env;
    const token = await request.text();
    return Response.json(await verifyToken(token, { issuer, audience, keys, now: Date.now() }));
  },
} satisfies ExportedHandler<StageEnv>;
