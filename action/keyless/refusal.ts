import * as v from 'valibot';
import type { Problem } from '../../shared/domain/evidence.ts';
import { HttpError, type HttpFailure } from '../../shared/http/http-error.ts';
import { removeUrls } from '../../shared/http/redact.ts';
import { meaningOfStatus } from '../../shared/http/status.ts';
import { pauseForKeys } from './await-keys.ts';
import { Unasked } from './connection.ts';

/** The Worker's own error; whatever else answers has another. */
const WorkerError = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/** What a Worker says of a route that it does not have, or that is closed. */
const NO_ROUTE = 'Not found.';

/** The short form, by which the remedy is found. */
export const MISCONFIGURED = 'the Worker is misconfigured';

/** Resolves with the answer; rejects with `Unasked` where there is none. */
export async function orUnasked<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof HttpError ? explain(error.failure) : error;
  }
}

function explain(failure: HttpFailure): Unasked {
  switch (failure.kind) {
    case 'status':
      return explainStatus(failure);
    case 'unreadable':
      return notAWorker(failure.reason);
    case 'unsent':
    case 'lost':
      return new Unasked({
        kind: 'unavailable',
        message: `The Worker did not answer: ${failure.reason}`,
        inShort: 'the Worker did not answer',
        traceId: null,
      });
  }
}

function explainStatus(failure: Extract<HttpFailure, { kind: 'status' }>): Unasked {
  const { status, body } = failure;
  const error = v.safeParse(WorkerError, body);
  const said = error.success ? error.output.error.message : '';
  if (error.success && error.output.error.code === 'configuration') {
    const message = 'The Worker answered HTTP 503: its configuration cannot be used';
    return unasked({ kind: 'unavailable', inShort: MISCONFIGURED }, message);
  }
  if (['passing', 'rate-limited'].includes(meaningOfStatus(status))) {
    const inShort = `the Worker did not answer (HTTP ${status})`;
    return unasked({ kind: 'unavailable', inShort }, `The Worker answered HTTP ${status}`, {
      quoted: said,
    });
  }
  if (!error.success) return notAWorker(`it answered HTTP ${status}`);
  if (pauseForKeys({ failure }) !== null) {
    const inShort = 'the Worker has not got the keys of GitHub';
    const message =
      "The Worker could not check this job's token, because it could not read the keys of GitHub's issuer";
    return unasked({ kind: 'unavailable', inShort }, message);
  }
  if (status === 401) {
    const inShort = "the Worker did not accept this job's token";
    const message = "The Worker did not accept this job's token. Its log says why";
    return unasked({ kind: 'credential-refused', inShort }, message);
  }
  if (status === 403) {
    const inShort = 'the Worker does not allow this job to ask';
    const [reason = ''] = said.split(CLAIMS);
    return unasked({ kind: 'credential-refused', inShort }, 'The Worker does not allow it', {
      quoted: reason,
      said,
    });
  }
  if (status === 422) {
    const problem = { kind: 'refused', message: removeUrls(said), traceId: null } as const;
    return new Unasked(problem, { isAboutRequest: true });
  }
  if (status === 404 && said === NO_ROUTE)
    return notAWorker('its entrance for workflows is closed');
  const kind = status === 404 ? 'unknown-service' : 'refused';
  const inShort =
    status === 404 ? 'the Worker does not know the service' : 'the Worker refused the question';
  return unasked({ kind, inShort }, `The Worker answered HTTP ${status}`, { quoted: said });
}

/** What a rule would need follows the reason, and is too long for a finding. */
const CLAIMS = ' Its claims:';

interface Said {
  /** Comes last in the message, since a long one is cut; the sentence around it ends it. */
  readonly quoted: string;
  readonly said?: string;
}

function unasked(
  short: Pick<Problem, 'kind' | 'inShort'>,
  words: string,
  { quoted, said }: Said = { quoted: '' },
): Unasked {
  const ending = quoted.replace(/\.$/, '');
  const message = removeUrls([words, ending].filter(Boolean).join(': '));
  const problem = { ...short, message, traceId: null };
  return new Unasked(problem, said === undefined ? {} : { said: removeUrls(said) });
}

/** Something answers at this address, and it is not a Worker that takes the question. */
export function notAWorker(why: string): Unasked {
  const inShort = 'the Worker is not at its address';
  const message = `The address in worker-url is not a Backup Gate Worker, or its oidc is not configured: ${why}`;
  return new Unasked({ kind: 'not-found', message, inShort, traceId: null });
}
