import { newRun } from '../../shared/backup-run/run.ts';
import { CLOCK_TOLERANCE, type Instant } from '../../shared/domain/instant.ts';
import type { ServiceConfig } from '../config/index.ts';
import { toHex } from '../hex.ts';
import type { Delivered, Ledger } from './ledger.ts';
import { type RunRecord, withRequester } from './record.ts';
import type { RunRequest } from '../orders/run.ts';

export type Accepted =
  | (Delivered & { readonly kind: 'accepted'; readonly repeated: boolean })
  /** The delivery id was already used for a run of another type. */
  | { readonly kind: 'delivery-used'; readonly run: RunRecord };

/**
 * Accepts a request. A sender's retry gets the run it caused; a request joins an unfinished run of
 * its type; one soon after a success gets that backup; any other causes a run. Synchronous, so that
 * all of it becomes durable together.
 */
export function accept(
  request: RunRequest,
  { ledger, service, now }: { ledger: Ledger; service: ServiceConfig; now: Instant },
): Accepted {
  const known = ledger.findDelivery(request.deliveries);
  if (known && request.isTypeGiven && request.type !== known.run.type) {
    return { kind: 'delivery-used', run: known.run };
  }
  if (known) return { kind: 'accepted', ...known, repeated: true };
  const joinable = findJoinable(request, { ledger, service, now });
  const run = joinable
    ? withRequester(joinable, request.requester)
    : createRecord(request, { service, now });
  const delivered = { run, joined: joinable !== null };
  if (run !== joinable) ledger.save(run);
  ledger.rememberDelivery(request.deliveries, delivered, now);
  return { kind: 'accepted', ...delivered, repeated: false };
}

function findJoinable(
  { type, mustBeNew }: RunRequest,
  { ledger, service, now }: { ledger: Ledger; service: ServiceConfig; now: Instant },
): RunRecord | null {
  const unfinished = ledger
    .findUnfinished()
    .runs.find((run) => run.type === type && isOfSameDatabase(run, service));
  if (unfinished || mustBeNew) return unfinished ?? null;
  const ended = ledger.findLatestEnded(type);
  if (ended?.state !== 'succeeded' || !isOfSameDatabase(ended, service)) return null;
  const agoMs = now - (ended.finishedAt ?? 0);
  // A run that ended in the future does not count: a clock was set back since.
  return agoMs >= -CLOCK_TOLERANCE && agoMs < service.minIntervalMs ? ended : null;
}

/** The name may have been given to another database since, whose backups do not count. */
export function isOfSameDatabase({ target }: RunRecord, { service }: ServiceConfig): boolean {
  return target === '' || target === service;
}

interface Order {
  readonly service: ServiceConfig;
  readonly now: Instant;
}

/** The service's name identifies its coordinator; the rest cannot be guessed. */
function createRecord({ type, requester }: RunRequest, { service, now }: Order): RunRecord {
  return {
    ...newRun({ target: service.service, type, now }),
    version: 2,
    id: `${service.name}.${toHex(crypto.getRandomValues(new Uint8Array(16)))}`,
    service: service.name,
    requestedBy: [requester],
    undelivered: [],
  };
}
