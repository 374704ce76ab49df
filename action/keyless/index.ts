import { unlessInterrupted } from '../../shared/check/interruption.ts';
import { type Instant, SECOND } from '../../shared/domain/instant.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { labelService } from '../../shared/report/label.ts';
import type { Dependencies } from '../context.ts';
import type { Inputs } from '../inputs/index.ts';
import type { InputProblem } from '../inputs/parsed.ts';
import type { WorkerSource } from '../inputs/source.ts';
import type { Found, FoundResult } from '../step-result.ts';
import { quotePlainUpTo } from '../../shared/report/text.ts';
import { createConnection, Unasked } from './connection.ts';
import type { Conversation, Outcome } from './conversation.ts';
import { converse } from './converse.ts';
import { createTokenSource, findTokenEndpoint } from './job-token.ts';
import { remediesWithWorker } from './remedies.ts';
import { interruptedResult, unaskedResult } from './unread.ts';
import { explainNoToken } from './why-no-token.ts';
import { createWorkerClient } from './worker-client.ts';

export interface Asking extends Dependencies {
  readonly inputs: Inputs;
  readonly source: WorkerSource;
  /** When the step's `timeout` is reached. */
  readonly deadline: Instant;
}

/** Asks the Worker, which holds the provider's key, for what `check` finds with it. */
export async function askWorker(asking: Asking): Promise<Result<Found, readonly InputProblem[]>> {
  const { env, interruption } = asking;
  const endpoint = findTokenEndpoint(env);
  if (!endpoint) return err([await explainNoToken(env)]);
  const { source, inputs, deadline } = asking;
  const connection = createConnection(asking, deadline);
  const token = createTokenSource(endpoint, source.url, connection);
  const conversation = begin(asking, createWorkerClient(source.url, token, connection));
  const outcome = await unlessInterrupted(converse(conversation), { interruption });
  if (outcome instanceof Unasked && outcome.said !== null) {
    asking.core.info(`The Worker says: ${quotePlainUpTo(MAX_SAID, outcome.said)}`);
  }
  const results = resultsOf(outcome, conversation, String(interruption?.reason));
  return ok({ results, notes: [], adaptRemedies: remediesWithWorker(inputs.names) });
}

/** The claims of a job, which a rule is written from. */
const MAX_SAID = 1500;

/** What the last question gets of the time, at most. */
const LAST_QUESTION = 10 * SECOND;

function begin(
  { inputs, source, deadline, core, clock }: Asking,
  worker: Conversation['worker'],
): Conversation {
  const services = [inputs.services].flat();
  return {
    job: { inputs, source, services },
    worker,
    clock,
    waitUntil: deadline - Math.min(LAST_QUESTION, inputs.timeoutMs / 10),
    log: (service, line) => core.info(`${labelOf(service, inputs)}: ${line}`),
    runs: [],
  };
}

function resultsOf(
  outcome: Outcome | null,
  { job, runs, clock, log }: Conversation,
  interruptedBy: string,
): readonly FoundResult[] {
  if (outcome !== null && !(outcome instanceof Unasked)) {
    return outcome.checked.map(({ provider, result }) =>
      identify(result.name, provider, withLabel(result, job.inputs)),
    );
  }
  return job.services.map((service) => {
    const unread = { job, now: clock.now(), run: runs.find((run) => run.service === service) };
    if (outcome === null) log(service, 'interrupted');
    const result =
      outcome === null
        ? interruptedResult(service, interruptedBy, unread)
        : unaskedResult(service, outcome, unread);
    const name = job.inputs.names.get(service);
    return identify(service, '', name === undefined ? result : { ...result, name });
  });
}

/** The workflow may call a service otherwise than the Worker does. */
function withLabel(
  result: ServiceResult & { readonly name: string },
  { names }: Inputs,
): ServiceResult {
  return { ...result, name: names.get(result.name) ?? result.name };
}

/** The name in the Worker identifies a service, because it is known in any case. */
function identify(service: string, provider: string, result: ServiceResult): FoundResult {
  return { ...result, origin: { provider, key: { source: 'worker', service } } };
}

function labelOf(service: string, { names }: Inputs): string {
  const name = names.get(service);
  return labelService({ service, ...(name !== undefined && { name }) });
}
