import {
  array,
  fallback,
  looseObject,
  optional,
  record,
  safeParse,
  string,
  union,
  unknown,
} from 'valibot';
import { explainLoss } from '../../shared/http/http-error.ts';
import { meaningOfStatus, type StatusMeaning } from '../../shared/http/status.ts';
import { removeSecrets, removeUrls } from '../../shared/http/redact.ts';
import { quotePlain } from '../../shared/report/text.ts';
import type { ReportKind } from '../inputs/reports.ts';

/**
 * Why GitHub did not do what it was asked to do.
 *
 * - `refused`: it would refuse every other request of this kind too.
 * - `limited`: the rate limit is used up for longer than can be waited for.
 * - `unfit`: this one request is wrong.
 * - `lost`: no whole answer came, so it is not known whether the request took effect.
 * - `misled`: it pointed to another address, which gets no token.
 * - `late`: not sent, because the time for reports was over.
 */
export type Failure =
  | {
      readonly kind: 'refused' | 'limited' | 'unfit';
      readonly status: number;
      readonly said: string;
    }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'misled'; readonly reason: string }
  | { readonly kind: 'late' };

/** The deadline has passed, so nothing is sent. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * GitHub pointed to another address, where nothing is sent. The message says how, after its name.
 */
export class Misled extends Error {
  override readonly name = 'Misled';
}

/** A success whose answer cannot be read: cut short, or a web page of a proxy. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  /** The retry plugin decides by this status. */
  readonly status = 502;
  readonly request: unknown;

  constructor(request: unknown) {
    super('it could not be read');
    this.request = request;
  }
}

const Answer = looseObject({
  headers: optional(record(string(), unknown()), {}),
  data: optional(unknown()),
});

/** Statuses that every other request of this kind would get too. */
const OF_ALL_REQUESTS: readonly StatusMeaning[] = ['unauthorized', 'not-found', 'gone'];

/** `null` if the error is not GitHub's but a bug of ours. */
export function readFailure(error: unknown): Failure | null {
  if (error instanceof OutOfTime) return { kind: 'late' };
  if (error instanceof Misled) return { kind: 'misled', reason: error.message };
  if (error instanceof UnreadableAnswer) return { kind: 'lost', reason: error.message };
  if (!(error instanceof Error) || !('status' in error)) return null;
  const status = Number(error.status);
  const answer = safeParse(Answer, 'response' in error ? error.response : null);
  if (!answer.success) return { kind: 'lost', reason: explainSilence(error) };
  const meaning = meaningOfStatus(status);
  if (meaning === 'passing') return { kind: 'lost', reason: `HTTP ${status}` };
  const { data, headers } = answer.output;
  const said = readMessage(data);
  if (isLimited({ status, said, left: headers['x-ratelimit-remaining'] })) {
    return { kind: 'limited', status, said };
  }
  return { kind: OF_ALL_REQUESTS.includes(meaning) ? 'refused' : 'unfit', status, said };
}

export function isFateUnknown(error: unknown): boolean {
  return readFailure(error)?.kind === 'lost';
}

/** Someone locked this issue: the token may write elsewhere, and here everything but comments. */
export function isLocked(error: unknown): boolean {
  const failure = readFailure(error);
  return failure?.kind === 'refused' && failure.status === 403 && /\blocked\b/i.test(failure.said);
}

function explainSilence({ cause, name }: Error): string {
  const timedOut = [name, cause instanceof Error && cause.name].includes('TimeoutError');
  return timedOut ? 'timed out' : explainLoss(cause);
}

function readMessage(data: unknown): string {
  const body = safeParse(Refusal, data);
  if (!body.success) return '';
  const { message, errors } = body.output;
  const details = errors.flatMap((each) =>
    typeof each === 'string' ? each : (each.message ?? []),
  );
  return [message, ...details].join(': ');
}

/** The message of a 422 is only `Validation Failed`; each error may say what is wrong. */
const Refusal = looseObject({
  message: string(),
  errors: fallback(
    optional(
      array(union([string(), looseObject({ message: fallback(optional(string()), undefined) })])),
      [],
    ),
    [],
  ),
});

interface Answered {
  readonly status: number;
  readonly said: string;
  readonly left: unknown;
}

/** GitHub uses 403 for its rate limits as well as 429. */
function isLimited({ status, said, left }: Answered): boolean {
  if (meaningOfStatus(status) === 'rate-limited') return true;
  return status === 403 && (left === '0' || /\brate limit\b/i.test(said));
}

const PERMISSIONS: Readonly<Record<ReportKind, string>> = {
  issue: 'issues: write',
  status: 'statuses: write',
};

/** What happened and what to do, in plain text. `secrets` are removed from GitHub's words. */
export function explainFailure(
  failure: Failure,
  kind: ReportKind,
  secrets: readonly string[],
): string {
  if (failure.kind === 'late') return 'no time was left. The next run catches up.';
  if (failure.kind === 'misled') return `GitHub ${failure.reason}; nothing was sent there.`;
  if (failure.kind === 'lost') return `GitHub gave no usable answer: ${failure.reason}.`;
  const { status } = failure;
  const said = removeUrls(removeSecrets(failure.said, secrets));
  const answered = `GitHub answered HTTP ${status}${said === '' ? '' : `: ${quotePlain(said)}`}`;
  if (failure.kind === 'limited')
    return `${answered}. The rate limit is used up. Run this less often.`;
  return failure.kind === 'unfit' ? `${answered}.` : `${answered}. ${remedyOf(status, kind)}`;
}

function remedyOf(status: number, kind: ReportKind): string {
  if (status === 401) return 'Add github-token: ${{ github.token }} to the step.';
  if (status === 410)
    return "Enable issues in the repository's settings, or remove issue from report.";
  return `The token may lack a permission. Add ${PERMISSIONS[kind]} to the job's permissions. Workflows from forks cannot have it.`;
}
