import type { Backup } from '../domain/backup.ts';
import { isEnoughToJudge } from '../domain/enough.ts';
import type { Evidence, Reading } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Provider } from './provider.ts';

/** What is to be judged, by which policy, at which moment. */
export interface Gathering {
  readonly provider: Provider;
  readonly service: string;
  readonly policy: Policy;
  readonly now: Instant;
}

/** All that is judged about one service; both lists are asked for at the same time. */
export async function gatherEvidence(gathering: Gathering): Promise<Evidence> {
  const { provider, service } = gathering;
  const [backups, schedules] = await Promise.all([
    readBackups(gathering),
    provider.readSchedules(service),
  ]);
  return { backups, schedules };
}

/** The backups, as far as a verdict needs them. */
export function readBackups(gathering: Gathering): Promise<Reading<Backup>> {
  const { provider, service, policy, now } = gathering;
  return provider.readBackups(service, (backups) => isEnoughToJudge(backups, policy, now));
}
