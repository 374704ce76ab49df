import { jsonAnswer } from '../../emulator/server/answer.ts';
import { createClock, type Clock } from '../../emulator/clock.ts';
import { emulatorOf, type Emulator } from '../../emulator/server/emulator.ts';
import { Refusal } from '../../emulator/server/refusal.ts';
import { startServer } from '../../emulator/server/server.ts';

/** Where a runner lets a job ask for its tokens. They have the form of a JWT, and are not signed. */
export interface TokenEndpoint extends Emulator {
  /** What a runner sets for a job that may have a token. */
  readonly env: Readonly<Record<string, string>>;
  /** The audience of a token that was issued here; `null` of any other text. */
  audienceOf(token: string): string | null;
  /** Every token that was issued. */
  readonly issued: readonly string[];
}

/** GitHub's own has an empty segment too. */
const PATH = '/70//idtoken/0f8a-job/31c2-step';

export const REQUEST_TOKEN = 'runner-request-token.of-this-job';

export async function startTokenEndpoint(clock: Clock = createClock()): Promise<TokenEndpoint> {
  const audiences = new Map<string, string>();
  const issued: string[] = [];
  const server = await startServer({
    clock,
    answer: ({ record: { method, path, query, headers } }) => {
      if (path !== PATH) throw new Refusal(404, 'not found');
      if (method !== 'GET') throw new Refusal(405, 'only GET');
      if (headers['authorization'] !== `Bearer ${REQUEST_TOKEN}`) throw new Refusal(401, 'no');
      if (query['api-version'] !== '2.0' || !query['audience']) throw new Refusal(400, 'query');
      const payload = { aud: query['audience'], jti: `job-token-${audiences.size}` };
      const parts = [{ alg: 'none' }, payload].map((part) => encode(JSON.stringify(part)));
      const value = [...parts, encode(`signature ${audiences.size} of the job`)].join('.');
      audiences.set(value, query['audience']);
      issued.push(value);
      return jsonAnswer({ count: 1, value });
    },
    errorBody: ({ message }) => ({ message }),
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}${PATH}?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    },
    audienceOf: (token: string) => audiences.get(token) ?? null,
    issued,
  });
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
