import { type IssuerKeys, issuerKeysOf } from '../../../../worker/entrances/verdict/issuer-keys.ts';
import { verifyToken } from '../../../../worker/entrances/verdict/verify.ts';

interface StageEnv {
  readonly ISSUER: string;
  readonly AUDIENCE: string;
  readonly TIMEOUT_MS: string;
}

/** Stands for the environment, so that a test can begin anew. */
let environment = {};
/** How far the clock was moved, in milliseconds. */
let ahead = 0;

function keysOf({ ISSUER, TIMEOUT_MS }: StageEnv): IssuerKeys {
  return issuerKeysOf(environment, {
    issuer: ISSUER,
    now: () => Date.now() + ahead,
    log: (event) => console.log(event),
    timeoutMs: Number(TIMEOUT_MS),
  });
}

/** Verifies the token that is posted. */
export default {
  async fetch(request, env) {
    const keys = keysOf(env);
    const { pathname } = new URL(request.url);
    if (pathname === '/forget') {
      environment = {};
      ahead = 0;
      return new Response('forgotten');
    }
    if (pathname === '/advance') {
      ahead += Number(await request.text());
      return new Response('advanced');
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
