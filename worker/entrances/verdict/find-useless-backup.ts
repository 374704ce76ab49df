import { CORE_PROVIDERS } from '../../../shared/provider/core-providers.ts';
import type { ServiceConfig } from '../../config/index.ts';
import type { VerdictOrder } from './parse.ts';

/**
 * Why a backup of the type that is asked for would be taken in vain, or could not be; `null` if it
 * is fine for all services. Asked before anything is taken for any of them.
 */
export function findUselessBackup(
  services: readonly ServiceConfig[],
  order: VerdictOrder,
): string | null {
  const [problem = null] = services.flatMap((service) => explain(service, order) ?? []);
  return problem;
}

function explain(
  { name, provider, type: defaultType, policy }: ServiceConfig,
  { type: asked, given }: VerdictOrder,
): string | null {
  const type = asked ?? defaultType;
  const { title, onlyType } = CORE_PROVIDERS[provider];
  if (onlyType !== null && type !== onlyType) {
    return `Every backup of ${name} is a ${onlyType}; ${title} has no other type.`;
  }
  const lists = [policy.acceptTypes, given.acceptTypes ?? 'all'];
  const refusing = lists.find((accepted) => accepted !== 'all' && !accepted.includes(type));
  if (refusing === undefined) return null;
  return `No ${type} backup of ${name} would count: only ${[refusing].flat().join(', ')} is accepted.`;
}
