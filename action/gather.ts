import type { Backup } from '../shared/domain/backup.ts';
import { isEnoughToJudge } from '../shared/domain/enough.ts';
import type { Evidence, Reading } from '../shared/domain/evidence.ts';
import type { ServiceContext } from './context.ts';

/** All that is judged about one service; both lists are asked for at the same time. */
export async function gatherEvidence(context: ServiceContext): Promise<Evidence> {
  const { provider, service } = context;
  const [backups, schedules] = await Promise.all([
    readBackups(context),
    provider.readSchedules(service),
  ]);
  return { backups, schedules };
}

export function readBackups(context: ServiceContext): Promise<Reading<Backup>> {
  const { provider, service, inputs, clock } = context;
  return provider.readBackups(service, (backups) =>
    isEnoughToJudge(backups, inputs.policy, clock.now()),
  );
}
