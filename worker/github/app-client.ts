import * as v from 'valibot';
import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import { askGithub, type GithubAnswer } from './api.ts';
import { type GithubApp, signAppJwt } from './app-jwt.ts';

/** A repository in which the App is installed. */
export interface Installation {
  readonly installationId: number;
  readonly repositoryId: number;
}

export interface Message {
  readonly path: string;
  readonly body: object;
  /** Whether it is still to be sent, asked right before that. */
  readonly isOwed: () => boolean;
}

export interface AppClient {
  /** Sends a POST as the installation of a repository, which may answer for deployments only. */
  postAs(installation: Installation, message: Message): Promise<GithubAnswer>;
  /** Sends a request as the App itself. */
  askAsApp(method: 'GET' | 'POST', path: string): Promise<GithubAnswer>;
}

interface Token {
  readonly value: string;
  readonly endsAt: Instant;
}

/** What the App signs is good for nine minutes. */
const OWN_LIVES = 5 * MINUTE;

/** A token lives for an hour. */
const RENEW_BEFORE = 5 * MINUTE;

const NOT_OWED: GithubAnswer = {
  kind: 'passing',
  status: 0,
  reason: 'it was not to be sent any more',
};

const TokenAnswer = v.object({ token: v.string(), expires_at: v.string() });

type AskAsApp = (method: 'GET' | 'POST', path: string, body?: object) => Promise<GithubAnswer>;

/** The calls of a GitHub App below `apiUrl`. Tokens are kept in memory only. */
export function openAppClient({ apiUrl, app }: { apiUrl: string; app: GithubApp }): AppClient {
  const tokens = new Map<string, Token>();
  let own: Token | null = null;
  const askAsApp: AskAsApp = async (method, path, body) => {
    const now = Date.now();
    // Signing costs about as much of the platform's time as all else that a request takes.
    if (own === null || own.endsAt <= now) {
      own = { value: await signAppJwt(app, now), endsAt: now + OWN_LIVES };
    }
    const { value: token } = own;
    return askGithub({ method, url: apiUrl + path, token, body });
  };
  const postAs: AppClient['postAs'] = async (one, { path, body, isOwed }) => {
    const key = `${one.installationId} ${one.repositoryId}`;
    const ask = async ({ value: token }: Token) =>
      isOwed() ? askGithub({ method: 'POST', url: apiUrl + path, token, body }) : NOT_OWED;
    const kept = tokens.get(key);
    if (kept && kept.endsAt - RENEW_BEFORE > Date.now()) {
      const answer = await ask(kept);
      // A token may be revoked before its time, as when the App's permissions change.
      if (answer.kind !== 'passing' || answer.status !== 401) return answer;
    }
    const token = await createToken(one, askAsApp);
    if ('kind' in token) return token;
    tokens.set(key, token);
    return ask(token);
  };
  return { postAs, askAsApp };
}

/** Of least rights: for one repository, and for deployments only. */
async function createToken(
  { installationId, repositoryId }: Installation,
  askAsApp: AskAsApp,
): Promise<Token | GithubAnswer> {
  const answer = await askAsApp('POST', `/app/installations/${installationId}/access_tokens`, {
    repository_ids: [repositoryId],
    permissions: { deployments: 'write' },
  });
  if (answer.kind !== 'done') return explainToken(answer);
  const parsed = v.safeParse(TokenAnswer, parseJson(answer.text));
  const endsAt = parsed.success ? Date.parse(parsed.output.expires_at) : Number.NaN;
  if (parsed.success && !Number.isNaN(endsAt)) return { value: parsed.output.token, endsAt };
  return { kind: 'passing', status: 0, reason: 'GitHub gave no token that can be read' };
}

/** Without a token nothing was sent, so nothing is unclear, and a person can cure what is wrong. */
function explainToken(answer: Exclude<GithubAnswer, { kind: 'done' }>): GithubAnswer {
  if (answer.kind === 'limited') return answer;
  return { kind: 'passing', status: 0, reason: `GitHub gave no token: ${answer.reason}` };
}
