import { advance } from '../../../../shared/backup-run/advance.ts';
import { CALM } from '../../../../shared/backup-run/pace.ts';
import { type BackupRun, newRun } from '../../../../shared/backup-run/run.ts';
import type { BackupType } from '../../../../shared/domain/backup.ts';
import { formatInstant, HOUR } from '../../../../shared/domain/instant.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { StandInOptions } from './index.ts';
import { Refused } from './refused.ts';

interface Kept {
  readonly id: string;
  readonly name: string;
  run: BackupRun;
}

export type Runs = ReturnType<typeof createRuns>;

/** Runs that go on whenever somebody looks at them. */
export function createRuns({ services, clock }: StandInOptions) {
  const kept: Kept[] = [];
  return {
    start(name: string, type: BackupType) {
      const target = services[name]?.service ?? '';
      const id = `${name}.${String(kept.length).padStart(32, '0')}`;
      const each = { id, name, run: newRun({ target, type, now: clock.now() }) };
      kept.push(each);
      return { ...toJson(each), joined: false };
    },
    find(name: string, ids: readonly string[]): BackupRun | null {
      return kept.find((each) => each.name === name && ids.includes(each.id))?.run ?? null;
    },
    async look(id: string) {
      const each = kept.find((one) => one.id === id);
      const config = each && services[each.name];
      if (!config) throw new Refused(404, 'not-found', 'There is no such run.');
      each.run = await advance(each.run, {
        provider: PROVIDERS['mariadb-cloud'].create({ ...config, clock }),
        timeoutMs: 6 * HOUR,
        pace: CALM,
        now: () => clock.now(),
        save: (run) => (each.run = run),
      });
      return toJson(each);
    },
  };
}

function toJson({ id, name, run }: Kept) {
  const { type, state, acceptedAt, startedAt, finishedAt, backup, message } = run;
  return {
    id,
    service: name,
    type,
    state,
    requestedBy: [{ via: 'verdict' }],
    acceptedAt: formatInstant(acceptedAt),
    ...(startedAt === null ? {} : { startedAt: formatInstant(startedAt) }),
    ...(finishedAt === null ? {} : { finishedAt: formatInstant(finishedAt) }),
    ...(backup?.id == null ? {} : { backupId: backup.id }),
    ...(message === null ? {} : { message }),
  };
}
