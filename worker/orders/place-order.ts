import type { BackupType } from '../../shared/domain/backup.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { CORE_PROVIDERS } from '../../shared/provider/core-providers.ts';
import type { ServiceConfig } from '../config/index.ts';
import type { Requester } from './requester.ts';
import type { Acceptance, RunRequest, RunView } from './run.ts';

/** A request for a backup. It is verified, but not authorised yet. */
export interface Order {
  /** As the sender wrote it: untrusted text. */
  readonly service: string;
  /** As the sender named it. A retry with another type is another order. */
  readonly type: BackupType | null;
  /** Used if the sender named no type. If missing, the service's own default. */
  readonly defaultType?: BackupType | null;
  /** Whether a backup that succeeded within `minInterval` will not do. Default: it will. */
  readonly mustBeNew?: boolean;
  readonly requester: Requester;
  readonly deliveries: readonly string[];
}

/** Why an order is refused. */
export type Obstacle =
  | { readonly kind: 'unknown-service' }
  | { readonly kind: 'not-allowed' }
  /** The provider's API cannot start a backup. */
  | { readonly kind: 'cannot-request'; readonly provider: string }
  /** The provider has only this type of backup. */
  | { readonly kind: 'other-type'; readonly provider: string; readonly only: BackupType }
  | { readonly kind: 'delivery-used'; readonly run: RunView };

export type Placed = Extract<Acceptance, { kind: 'accepted' }>;

export interface OrderContext {
  readonly services: ReadonlyMap<string, ServiceConfig>;
  /** Whether the requester may use a service. */
  readonly mayUse: (service: string) => boolean;
  /** Resolves when the run is on durable storage, and not before. */
  readonly accept: (request: RunRequest) => Promise<Acceptance>;
  readonly log: (event: Readonly<Record<string, string | number>>) => void;
}

/** The one way to a run, for every entrance: authorised and accepted, or the obstacle. */
export async function placeOrder(
  order: Order,
  { services, mayUse, accept, log }: OrderContext,
): Promise<Result<Placed, Obstacle>> {
  const { requester, deliveries, mustBeNew = false } = order;
  const service = services.get(order.service);
  if (!service) return err({ kind: 'unknown-service' });
  if (!mayUse(service.name)) return err({ kind: 'not-allowed' });
  const type = order.type ?? order.defaultType ?? service.type;
  const limit = findLimit(service, type);
  if (limit) return err(limit);
  const isTypeGiven = order.type !== null;
  const name = service.name;
  const asked = { type, isTypeGiven, mustBeNew, requester, deliveries };
  const acceptance = await accept({ service: name, ...asked });
  const about = { entrance: requester.via, service: name, run: acceptance.run.id };
  if (acceptance.kind === 'accepted') {
    log({ event: 'accepted', ...about });
    return ok(acceptance);
  }
  log({ event: 'delivery-used', ...about });
  return err(acceptance);
}

/** Whether backups of the service can be requested at all. */
export function canBeRequested({ provider }: ServiceConfig): boolean {
  return CORE_PROVIDERS[provider].capabilities.requestBackup;
}

function findLimit({ provider }: ServiceConfig, type: BackupType): Obstacle | null {
  const { title, capabilities, onlyType: only } = CORE_PROVIDERS[provider];
  if (!capabilities.requestBackup) return { kind: 'cannot-request', provider: title };
  if (only === null || type === only) return null;
  return { kind: 'other-type', provider: title, only };
}
