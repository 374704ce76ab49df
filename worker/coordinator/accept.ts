import type { Instant } from '../../shared/domain/instant.ts';
import type { ServiceConfig } from '../config.ts';
import { toHex } from '../hex.ts';
import type { Delivered, Ledger } from './ledger.ts';
import { type RunRecord, withRequester } from './record.ts';
import type { RunRequest } from './run.ts';

/**
 * Accepts a request: a sender's retry gets the run it caused, a request while a run of its type is
 * unfinished joins it, one soon after a success gets that backup, and any other one causes a run.
 * Synchronous, so that all of it becomes durable together.
 */
export function accept(
  request: RunRequest,
  { ledger, service, now }: { ledger: Ledger; service: ServiceConfig; now: Instant },
): Delivered & { readonly repeated: boolean } {
  const known = ledger.findDelivery(request.deliveries);
  if (known) return { ...known, repeated: true };
  const joinable = findJoinable(request, { ledger, service, now });
  const run = joinable ? withRequester(joinable, request.requester) : newRun(request, now);
  const delivered = { run, joined: joinable !== null };
  if (run !== joinable) ledger.save(run);
  ledger.rememberDelivery(request.deliveries, delivered, now);
  return { ...delivered, repeated: false };
}

function findJoinable(
  { type }: RunRequest,
  { ledger, service, now }: { ledger: Ledger; service: ServiceConfig; now: Instant },
): RunRecord | null {
  const unfinished = ledger
    .findUnfinished()
    .find((run) => run.type === type && isOfSameDatabase(run, service));
  if (unfinished) return unfinished;
  const ended = ledger.findLatestEnded(type);
  if (ended?.state !== 'succeeded' || !isOfSameDatabase(ended, service)) return null;
  return now - (ended.finishedAt ?? 0) < service.minIntervalMs ? ended : null;
}

/** The configuration may have given the name to another one since: its backups count for nothing. */
function isOfSameDatabase({ progress: { order } }: RunRecord, { service }: ServiceConfig): boolean {
  return order === null || order.service === service;
}

/** The service's name leads to its coordinator; the rest cannot be guessed. */
function newRun({ service, type, requester }: RunRequest, now: Instant): RunRecord {
  return {
    id: `${service}.${toHex(crypto.getRandomValues(new Uint8Array(16)))}`,
    service,
    type,
    state: 'accepted',
    requestedBy: [requester],
    acceptedAt: now,
    startedAt: null,
    finishedAt: null,
    backup: null,
    message: null,
    undelivered: [],
    progress: NOTHING_DONE,
  };
}

const NOTHING_DONE: RunRecord['progress'] = {
  order: null,
  sendingSince: null,
  sends: 0,
  accepted: false,
  request: null,
  looks: 0,
  lastTriedAt: null,
  notBefore: null,
};
