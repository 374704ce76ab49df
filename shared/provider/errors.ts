import { formatDuration } from '../domain/duration.ts';
import type { Problem } from '../domain/evidence.ts';
import { HttpError, type HttpFailure } from '../http/http-error.ts';
import { removeUrls } from '../http/redact.ts';

interface ProviderErrorOptions {
  readonly fateUnknown: boolean;
  readonly accepted?: boolean;
  readonly retryAfterMs?: number | null;
}

/** A provider that could not be asked, or refused. The problem can be shown as it is. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly problem: Problem;
  /** Whether the request may have taken effect although no good answer came. */
  readonly fateUnknown: boolean;
  /** It was answered as a success, in a way that cannot be read: it has taken effect. */
  readonly accepted: boolean;

  /** How long the provider asks to be left alone, in milliseconds; `null` where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, options: ProviderErrorOptions) {
    super(problem.message);
    this.problem = problem;
    this.fateUnknown = options.fateUnknown;
    this.accepted = options.accepted ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What an API says of itself in an error's body. */
export interface ErrorDetails {
  readonly message: string | null;
  readonly traceId: string | null;
}

export interface ErrorTranslation {
  /** The provider's name, as a sentence begins with it. */
  readonly title: string;
  readonly parseDetails: (body: unknown) => ErrorDetails;
  readonly kindOfStatus?: Readonly<Record<number, Problem['kind']>>;
}

/** Runs a call and rejects with nothing but `ProviderError`, except for programming errors. */
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
    const words = failure.kind === 'lost' ? 'did not answer' : 'gave no usable answer';
    const message = `${translation.title} ${words}: ${failure.reason}`;
    const accepted = failure.kind === 'unreadable';
    const problem = { kind: 'unavailable', message, traceId: null } as const;
    return new ProviderError(problem, { fateUnknown: true, accepted });
  }
  const { status, body, retryAfterMs } = failure;
  const kind = translation.kindOfStatus?.[status] ?? kindOfStatus(status);
  const { message: said, traceId } = translation.parseDetails(body);
  const message = [describe(failure, translation.title), said].filter(Boolean).join(': ');
  return new ProviderError(
    { kind, message: removeUrls(message), traceId },
    { fateUnknown: kind === 'unavailable', retryAfterMs },
  );
}

type Refusal = Extract<HttpFailure, { kind: 'status' }>;

function kindOfStatus(status: number): Problem['kind'] {
  if (status === 401 || status === 403) return 'credential-refused';
  if (status === 404) return 'not-found';
  if (status === 408 || status === 429 || status >= 500) return 'unavailable';
  return 'refused';
}

function describe({ status, retryAfterMs }: Refusal, title: string): string {
  if (status >= 300 && status < 400) return `${title} redirected the request (HTTP ${status})`;
  const pause = retryAfterMs ? `, and asks to wait ${formatDuration(retryAfterMs)}` : '';
  return `${title} answered HTTP ${status}${pause}`;
}
