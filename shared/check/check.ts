import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { findUnsupported } from '../domain/unsupported.ts';
import type { WatchedServices } from '../domain/organisation.ts';
import type { Provider, ProviderEntry } from '../provider/provider.ts';
import { type Checked, checkOrganisation } from './check-organisation.ts';
import { checkService, refuseService } from './check-service.ts';
import { gatherEvidence } from './gather.ts';
import type { CheckContext, CheckOptions } from './options.ts';

export type { Checked } from './check-organisation.ts';

export interface Check {
  readonly entry: ProviderEntry;
  readonly connection: { readonly apiKey: string; readonly baseUrl: string };
  readonly services: WatchedServices;
  readonly options: CheckOptions;
  /** Bound on all waiting together, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** One line about a service; it holds no raw text from outside. */
  readonly log: (service: string, line: string) => void;
}

/** Enough to keep all of the HTTP client's places busy; more would only take more memory. */
const MAX_GATHERING = 6;

/** Checks all services side by side. What the provider cannot do is reported before any request. */
export async function check(order: Check): Promise<Checked> {
  const { entry, connection, services, options, clock } = order;
  const { title, capabilities } = entry;
  const requested = { ...options, services, schedule: options.schedule.kind };
  const unsupported = findUnsupported(title, capabilities, requested);
  if (unsupported.length > 0) {
    const refused = { judged: options.judged, capabilities, judgedAt: clock.now() };
    const named = [services].flat();
    return { results: named.map((each) => refuseService(each, unsupported, refused)), notes: [] };
  }
  const provider = entry.create({ ...connection, clock });
  const contextOf = createContexts(order, provider);
  if (services !== 'all') return { results: await checkEach(services.map(contextOf)), notes: [] };
  if (!provider.organisation) throw new TypeError(`${title} cannot list an organisation`);
  return checkOrganisation(provider.organisation, contextOf);
}

function createContexts(
  { entry, services, options, timeoutMs, clock, log }: Check,
  provider: Provider,
): (service: string) => CheckContext {
  const { capabilities } = entry;
  const deadline = clock.now() + timeoutMs;
  return (service) => ({
    service,
    options,
    provider,
    capabilities,
    isListedWithOthers: services === 'all',
    clock,
    deadline,
    log: (line) => log(service, line),
  });
}

function checkEach(contexts: readonly CheckContext[]): Promise<Checked['results']> {
  const takeTurn = pLimit(MAX_GATHERING);
  const checks = contexts.map(async (context) =>
    checkService(await takeTurn(() => gatherEvidence(context)), context),
  );
  return Promise.all(checks);
}
