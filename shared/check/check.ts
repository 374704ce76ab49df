import pLimit from 'p-limit';
import { type Clock, endSleepAt } from '../clock.ts';
import { type Instant, SECOND } from '../domain/instant.ts';
import { findUnsupported } from '../domain/unsupported.ts';
import type { WatchedServices } from '../domain/organisation.ts';
import type { Patience, Provider, ProviderEntry } from '../provider/provider.ts';
import { unreadResult } from '../domain/service-result.ts';
import { checkService, withName } from './check-service.ts';
import { gatherEvidence } from './gather.ts';
import { labelService } from '../report/label.ts';
import { interruptedResult, unlessInterrupted } from './interruption.ts';
import type { CheckContext, Checked, CheckOptions, ContextOf, LoadActing } from './options.ts';

export interface Check {
  readonly entry: ProviderEntry;
  readonly connection: { readonly apiKey: string; readonly baseUrl: string };
  readonly services: WatchedServices;
  /** What people call a service, by its id. */
  readonly names?: ReadonlyMap<string, string>;
  /** What writes, waits, or looks for all services. Left out by a shell that only looks. */
  readonly loadActing?: LoadActing;
  readonly options: CheckOptions;
  /** No wait goes beyond this moment. */
  readonly deadline: Instant;
  /**
   * Whether somebody is waiting for the result. If so, transient errors are retried for up to a
   * minute, and requests keep to the deadline too. If not, each request has limits of its own.
   */
  readonly isPatient: boolean;
  readonly clock: Clock;
  /** Ends the check at once when it is aborted, with what was done so far. */
  readonly interruption?: AbortSignal | undefined;
  /** One line about a service, as people read its name; it holds no raw text from outside. */
  readonly log: (service: string, line: string) => void;
}

/** Enough to use all of the HTTP client's slots; more would only take more memory. */
const MAX_GATHERING = 6;

/** Checks all services side by side. What the provider cannot do is reported before any request. */
export async function check(order: Check): Promise<Checked> {
  const { entry, services, names = new Map<string, string>(), options, clock } = order;
  const { title, capabilities } = entry;
  const requested = { ...options, services, schedule: options.schedule.kind };
  const unsupported = findUnsupported(title, capabilities, requested);
  if (unsupported.length > 0) {
    const refused = {
      judged: options.judged,
      provider: title,
      capabilities,
      judgedAt: clock.now(),
    };
    const named = [services].flat();
    return {
      results: named.map((each) =>
        withName(unreadResult(each, unsupported, refused), names.get(each)),
      ),
      notes: [],
    };
  }
  const provider = connect(order);
  const contextOf = createContexts(order, provider);
  if (typeof services !== 'string') {
    return { results: await checkEach(services.map((service) => contextOf(service))), notes: [] };
  }
  const { organisation } = provider;
  const { checkOrganisation } = (await order.loadActing?.()) ?? {};
  if (!organisation || !checkOrganisation) {
    throw new TypeError(`all services of ${title} cannot be checked`);
  }
  return checkOrganisation(organisation, { all: services, contextOf });
}

function connect({ entry, connection, deadline, isPatient, clock, log }: Check): Provider {
  if (!isPatient) return entry.create({ ...connection, clock });
  const logWait = withoutRepeats(clock, (line) => log(entry.title, line));
  const patience: Patience = { deadline, retries: 'a-minute', log: logWait };
  return entry.create({ ...connection, clock: endSleepAt(deadline, clock), patience });
}

/** Lists that are read at the same time fail at the same time. */
function withoutRepeats(clock: Clock, log: (line: string) => void): (line: string) => void {
  let last = { line: '', at: 0 };
  return (line) => {
    const isRepeated = line === last.line && clock.now() - last.at < SECOND;
    last = { line, at: clock.now() };
    if (!isRepeated) log(line);
  };
}

function createContexts(order: Check, provider: Provider): ContextOf {
  const { entry, services, names = new Map(), options, deadline, clock, interruption, log } = order;
  const { capabilities } = entry;
  return (service, name = names.get(service)) => ({
    service,
    ...(name !== undefined && { name }),
    options,
    provider,
    capabilities,
    isListedWithOthers: services === 'all',
    clock,
    deadline,
    interruption,
    loadActing: order.loadActing,
    doneSoFar: { ensured: [], run: null },
    log: (line) => log(labelService({ service, ...(name !== undefined && { name }) }), line),
  });
}

function checkEach(contexts: readonly CheckContext[]): Promise<Checked['results']> {
  const takeTurn = pLimit(MAX_GATHERING);
  const checks = contexts.map(async (context) => {
    const evidence = await unlessInterrupted(
      takeTurn(() => gatherEvidence(context)),
      context,
    );
    return evidence ? checkService(evidence, context) : interruptedResult(context);
  });
  return Promise.all(checks);
}
