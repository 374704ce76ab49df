import type { Backup } from '../shared/domain/backup.ts';
import type { Evidence, Reading } from '../shared/domain/evidence.ts';
import * as shared from '../shared/provider/gather.ts';
import type { ServiceContext } from './context.ts';

export function gatherEvidence(context: ServiceContext): Promise<Evidence> {
  return shared.gatherEvidence(gatheringOf(context));
}

export function readBackups(context: ServiceContext): Promise<Reading<Backup>> {
  return shared.readBackups(gatheringOf(context));
}

function gatheringOf({ provider, service, inputs, clock }: ServiceContext): shared.Gathering {
  return { provider, service, policy: inputs.policy, now: clock.now() };
}
