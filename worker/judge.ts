import { check } from '../shared/check/check.ts';
import { ensureSchedule } from '../shared/check/ensure-schedule.ts';
import { type Acting, type CheckOptions, lookOnly } from '../shared/check/options.ts';
import { systemClock } from '../shared/clock.ts';
import { MINUTE } from '../shared/domain/instant.ts';
import { CORE_PROVIDERS } from '../shared/provider/core-providers.ts';
import type { ServiceResult } from '../shared/domain/service-result.ts';
import type { ServiceConfig } from './config/index.ts';

/** A provider may take a minute to show what was written; see `write-once.ts`. */
const WRITE_WITHIN = 2 * MINUTE;

/** Judges a service by its own policy, now. Nothing is written or waited for. */
export async function judge(service: ServiceConfig): Promise<ServiceResult> {
  return callByName(service, await checkOne(service, lookOnly(service.policy)));
}

/** The same, and keeps the schedule that the configuration names, by the rules of the Action. */
export async function judgeAndKeep(service: ServiceConfig): Promise<ServiceResult> {
  const { schedule: cron, type } = service;
  if (!cron) return judge(service);
  const options = lookOnly(service.policy);
  const keeping: CheckOptions = {
    ...options,
    policy: { ...options.policy, schedule: 'cron' },
    schedule: { kind: 'cron', cron, type, scheduleId: null },
  };
  return callByName(service, await checkOne(service, keeping, { ensureSchedule }));
}

function callByName({ name }: ServiceConfig, result: ServiceResult): ServiceResult {
  return { ...result, service: name };
}

/** Checks one service; `acting` is what may be done besides looking. */
export async function checkOne(
  service: ServiceConfig,
  options: CheckOptions,
  acting: Partial<Acting> = {},
): Promise<ServiceResult> {
  const { results } = await check({
    entry: CORE_PROVIDERS[service.provider],
    connection: service,
    services: [service.service],
    options,
    deadline: systemClock.now() + WRITE_WITHIN,
    isPatient: false,
    clock: systemClock,
    loadActing: async () => acting,
    log: () => {},
  });
  const [result] = results;
  if (!result) throw new TypeError('a service that was asked for has a result');
  return result;
}
