import { check } from '../shared/check/check.ts';
import { lookOnly } from '../shared/check/options.ts';
import { systemClock } from '../shared/clock.ts';
import { CORE_PROVIDERS } from '../shared/provider/core-providers.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { ServiceConfig } from './config/index.ts';

/** Judges a service by its own policy, now. Nothing is written or waited for. */
export async function judge(service: ServiceConfig): Promise<ServiceResult> {
  const { results } = await check({
    entry: CORE_PROVIDERS[service.provider],
    connection: service,
    services: [service.service],
    options: lookOnly(service.policy),
    deadline: 0,
    isPatient: false,
    clock: systemClock,
    log: () => {},
  });
  const [result] = results;
  if (!result) throw new TypeError('a service that was asked for has a result');
  return { ...result, service: service.name };
}
