import type { BackupRequest } from '../../../shared/domain/backup-request.ts';
import { HOUR } from '../../../shared/domain/instant.ts';
import type { BackupOrder } from '../../../shared/provider/provider.ts';
import type { Progress } from '../../../worker/coordinator/plan.ts';
import type { RunRecord } from '../../../worker/coordinator/record.ts';

export const ACCEPTED_AT = Date.UTC(2026, 0, 15, 12);
export const TIMEOUT = 6 * HOUR;
export const SERVICE = 'dbtgf28044362';

const KNOWN = { ids: ['b1'], newestStart: ACCEPTED_AT - 10 * HOUR };

export const ORDER: BackupOrder = {
  service: SERVICE,
  type: 'full',
  known: KNOWN,
  listedSchedules: [],
};

export const REQUEST: BackupRequest = {
  service: SERVICE,
  type: 'full',
  handle: '200',
  known: KNOWN,
};

/** How far a run is that was accepted this moment. */
export function progress(over: Partial<Progress> = {}): Progress {
  return {
    state: 'accepted',
    acceptedAt: ACCEPTED_AT,
    order: null,
    sendingSince: null,
    sends: 0,
    accepted: false,
    request: null,
    looks: 0,
    lastTriedAt: null,
    notBefore: null,
    ...over,
  };
}

/** A run as the ledger has it when it was accepted this moment. */
export function acceptedRun(acceptedAt = ACCEPTED_AT): RunRecord {
  const { state: _, acceptedAt: __, ...rest } = progress();
  return {
    id: `prod.${'0123456789abcdef'.repeat(2)}`,
    service: 'prod',
    type: 'full',
    state: 'accepted',
    requestedBy: [{ via: 'webhook', reason: null }],
    acceptedAt,
    startedAt: null,
    finishedAt: null,
    backup: null,
    message: null,
    undelivered: [],
    progress: rest,
  };
}
