import { formatDuration } from '../domain/duration.ts';
import type { Problem } from '../domain/evidence.ts';
import { HttpError, type HttpFailure } from '../http/http-error.ts';
import { removeUrls } from '../http/redact.ts';
import { meaningOfStatus, type StatusMeaning } from '../http/status.ts';

/**
 * What became of a request without a good answer. `unsent`: no time was left to send it.
 * `not-taken`: it may be sent again. `unknown`. `taken`: the answer was a success that cannot be
 * read.
 */
export type Fate = 'unsent' | 'not-taken' | 'unknown' | 'taken';

interface ProviderErrorOptions {
  readonly fate: Fate;
  readonly retryAfterMs?: number | null;
}

/** The provider could not be asked, or refused. The problem may be shown as it is. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly problem: Problem;
  readonly fate: Fate;
  /** The pause that the provider asks for, in milliseconds; `null` if it asks for none. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, options: ProviderErrorOptions) {
    super(problem.message);
    this.problem = problem;
    this.fate = options.fate;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What the body of an API's error says. */
export interface ErrorDetails {
  readonly message: string | null;
  readonly traceId: string | null;
}

export interface ErrorTranslation {
  /** The provider's name, as it starts a sentence. */
  readonly title: string;
  readonly parseDetails: (body: unknown) => ErrorDetails;
  readonly kindOfStatus?: Readonly<Record<number, Problem['kind']>>;
}

/** Runs a call. Rejects only with `ProviderError`, except for programming errors. */
export async function translateErrors<Value>(
  translation: ErrorTranslation,
  call: () => Promise<Value>,
): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof HttpError ? translate(error, translation) : error;
  }
}

function translate({ failure }: HttpError, translation: ErrorTranslation): ProviderError {
  if (failure.kind !== 'status') {
    const [words, fate] = WITHOUT_STATUS[failure.kind];
    const inShort = `${translation.title} ${words}`;
    const message = `${inShort}: ${failure.reason}`;
    return new ProviderError({ kind: 'unavailable', message, inShort, traceId: null }, { fate });
  }
  const { status, body, retryAfterMs } = failure;
  const meaning = meaningOfStatus(status);
  const kind = translation.kindOfStatus?.[status] ?? KINDS[meaning];
  const { message: said, traceId } = translation.parseDetails(body);
  const message = [describe(failure, translation.title), said].filter(Boolean).join(': ');
  const inShort = `${translation.title} did not answer (HTTP ${status})`;
  return new ProviderError(
    {
      kind,
      message: removeUrls(message),
      ...(kind === 'unavailable' && { inShort }),
      traceId,
    },
    { fate: meaning === 'passing' ? 'unknown' : 'not-taken', retryAfterMs },
  );
}

const WITHOUT_STATUS = {
  unsent: ['was not contacted', 'unsent'],
  lost: ['did not answer', 'unknown'],
  unreadable: ['gave no usable answer', 'taken'],
} as const;

type Refusal = Extract<HttpFailure, { kind: 'status' }>;

const KINDS: Readonly<Record<StatusMeaning, Problem['kind']>> = {
  success: 'unavailable',
  redirect: 'refused',
  unauthorized: 'credential-refused',
  'not-found': 'not-found',
  gone: 'refused',
  'rate-limited': 'unavailable',
  passing: 'unavailable',
  refused: 'refused',
};

function describe({ status, retryAfterMs }: Refusal, title: string): string {
  if (meaningOfStatus(status) === 'redirect')
    return `${title} redirected the request (HTTP ${status})`;
  const pause = retryAfterMs ? ` and asks to wait ${formatDuration(retryAfterMs)}` : '';
  return `${title} answered HTTP ${status}${pause}`;
}
