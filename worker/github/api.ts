import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { parseJson } from '../../shared/http/json.ts';
import { removeSecrets, removeUrls } from '../../shared/http/redact.ts';
import { readReset } from '../../shared/http/retry-after.ts';
import { meaningOfStatus } from '../../shared/http/status.ts';
import { toOneLine } from '../../shared/report/text.ts';
import { post, type Posted } from '../notify/post.ts';

/** What became of a request to GitHub. No text holds an address or a token. */
export type GithubAnswer =
  | {
      readonly kind: 'done';
      readonly status: number;
      readonly text: string;
      readonly next: string | null;
    }
  /** GitHub does not take it, and would not take it again. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  /** Nothing more may be sent until then. */
  | { readonly kind: 'limited'; readonly until: Instant; readonly reason: string }
  /** It was not taken this time; with a status of 500 or more it may have been. 0: it was not sent. */
  | { readonly kind: 'passing'; readonly status: number; readonly reason: string }
  /** No whole answer came, so it may have been taken. */
  | { readonly kind: 'lost'; readonly reason: string };

/** A page of a hundred deliveries. */
const MAX_BYTES = 256 * 1024;

const TIMEOUT_MS = 10 * SECOND;

/** GitHub asks to wait at least this long where it limits and says no time. */
const LIMITED_FOR = MINUTE;

/** A limit of GitHub ends with the hour; a longer pause cannot be meant. */
const MAX_LIMITED = HOUR;

interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Below it are our own paths only. */
  readonly url: string;
  readonly token: string;
  readonly body?: object | undefined;
}

/** One request to GitHub's REST API, never repeated here. */
export async function askGithub({ method, url, token, body }: ApiRequest): Promise<GithubAnswer> {
  const now = Date.now();
  const posted = await post(url, {
    ...(method === 'GET' ? { method } : {}),
    ...(body ? { body: JSON.stringify(body) } : {}),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
    now,
  });
  return readAnswer(posted, { now, token });
}

function readAnswer(
  posted: Posted,
  { now, token }: { readonly now: Instant; readonly token: string },
): GithubAnswer {
  if (posted.kind === 'lost') return { kind: 'lost', reason: posted.reason };
  const { status, headers, text, retryAfterMs } = posted;
  const meaning = meaningOfStatus(status);
  if (meaning === 'success') return { kind: 'done', status, text, next: readNext(headers) };
  const message = toOneLine(removeSecrets(removeUrls(readMessage(text)), [token]));
  const reason = `HTTP ${status}${message === '' ? '' : ` (${message})`}`;
  const isUsedUp = headers.get('x-ratelimit-remaining') === '0';
  const asked = retryAfterMs ?? (isUsedUp ? readReset(headers, now) : null);
  const pauseMs =
    asked === null ? (status === 429 ? LIMITED_FOR : null) : Math.min(asked, MAX_LIMITED);
  if (pauseMs !== null && (status === 403 || status === 429)) {
    return { kind: 'limited', until: now + Math.max(pauseMs, SECOND), reason };
  }
  const isFinal = meaning === 'refused' || meaning === 'not-found' || meaning === 'gone';
  return isFinal ? { kind: 'refused', status, reason } : { kind: 'passing', status, reason };
}

function readMessage(text: string): string {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : '';
}

/** The cursor of the next page. */
function readNext(headers: Headers): string | null {
  const [, address = ''] = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '') ?? [];
  return URL.canParse(address) ? new URL(address).searchParams.get('cursor') : null;
}
