import type { Backup } from '../domain/backup.ts';
import { isEnoughToJudge } from '../domain/enough.ts';
import { isBackupNeeded } from '../domain/finding-catalogue.ts';
import { judgeByBoth } from '../domain/judge-by-both.ts';
import type { Evidence, Reading } from '../domain/evidence.ts';
import type { CheckContext } from './options.ts';

type Gathering = Pick<CheckContext, 'service' | 'options' | 'provider' | 'clock'>;

/** Reads everything that one service is judged by, both lists at the same time. */
export async function gatherEvidence(gathering: Gathering): Promise<Evidence> {
  const { provider, service } = gathering;
  const [backups, schedules] = await Promise.all([
    readBackups(gathering),
    provider.schedules?.read(service) ?? ({ state: 'not-offered' } as const),
  ]);
  return { backups, schedules };
}

/** The backups, as far as a verdict needs them. */
export function readBackups(gathering: Gathering): Promise<Reading<Backup>> {
  const { provider, service, options, clock } = gathering;
  const now = clock.now();
  const policies = [options.policy, options.alsoHeldTo ?? []].flat();
  return provider.readBackups(service, (backups) =>
    policies.every((policy) => isEnoughToJudge(backups, policy, now)),
  );
}

/** Whether a new backup is needed to open the gate. */
export function isNeeded(evidence: Evidence, { options, clock }: CheckContext): boolean {
  return isBackupNeeded(judgeByBoth(evidence, options, clock.now()).findings);
}
