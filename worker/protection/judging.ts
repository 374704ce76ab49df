import { MINUTE } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { ServiceConfig } from '../config/index.ts';
import { within } from '../within.ts';
import type { Judgements, Unjudged } from './comment.ts';
import type { ProtectEntry } from './config.ts';

/** Each request to a provider has a bound of its own; this one is for a fault in them. */
const MAX_JUDGING = 2 * MINUTE;

export type JudgeEntry = (entry: Pick<ProtectEntry, 'services'>) => Promise<Judgements>;

interface Judging {
  readonly services: ReadonlyMap<string, ServiceConfig>;
  /** Judges a service in its coordinator. */
  readonly judge: (service: ServiceConfig) => Promise<ServiceResult>;
}

/** For deployments that go on together: each service is judged once. */
export function openJudge({ services, judge }: Judging): JudgeEntry {
  const begun = new Map<string, Promise<ServiceResult | null>>();
  const judgeOne = (name: string) => {
    const service = services.get(name);
    const known = begun.get(name);
    if (known || !service) return known ?? Promise.resolve(null);
    const result = within(MAX_JUDGING, judge(service)).catch(() => null);
    begun.set(name, result);
    return result;
  };
  return async ({ services: names }) => {
    const results = await Promise.all(names.map(judgeOne));
    return {
      results: results.filter((result) => result !== null),
      unjudged: names
        .filter((_, index) => results[index] === null)
        .map((service) => ({ service, severity: severityOf(services.get(service)) })),
    };
  };
}

/** Of what is not known of a service. */
function severityOf(service: ServiceConfig | undefined): Unjudged['severity'] {
  return service?.policy.onUnknown === 'warn' ? 'warn' : 'block';
}
