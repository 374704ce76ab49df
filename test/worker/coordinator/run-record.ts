import { newRun } from '../../../shared/backup-run/run.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import type { RunRecord } from '../../../worker/coordinator/record.ts';

export const ACCEPTED_AT = Date.UTC(2026, 0, 15, 12);

/** A run as the ledger has it when it was accepted this moment. */
export function acceptedRun(acceptedAt = ACCEPTED_AT): RunRecord {
  return {
    ...newRun({ target: 'dbtgf28044362', type: 'full', now: acceptedAt }),
    version: 2,
    id: `prod.${'0123456789abcdef'.repeat(2)}`,
    service: 'prod',
    requestedBy: [webhookRequester(null)],
    undelivered: [],
  };
}
