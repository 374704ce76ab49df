import { type Backup, isUnfinished } from '../shared/domain/backup.ts';
import { findNewBackups, rememberBackups } from '../shared/domain/backup-request.ts';
import { type Evidence, itemsOf } from '../shared/domain/evidence.ts';
import type { Finding } from '../shared/domain/finding.ts';
import { survey } from '../shared/domain/rules/situation.ts';
import { ProviderError } from '../shared/provider/errors.ts';
import { itemsOrReject } from '../shared/provider/read-list.ts';
import type { ServiceContext } from './context.ts';
import { readBackups } from './gather.ts';
import { poll } from './poll.ts';

/** The evidence once the backup that was running has ended, or the time for it has. */
export interface Awaited {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

/** Waits for the newest backup where `in-progress: wait` asks for it and it still runs. */
export async function awaitRunning(evidence: Evidence, context: ServiceContext): Promise<Awaited> {
  const { inputs, clock, log } = context;
  const { newest } = survey(evidence, inputs.policy, clock.now());
  const runs = newest !== null && isUnfinished(newest);
  if (inputs.policy.inProgress !== 'wait' || !runs) return { evidence, findings: [] };
  log('the newest backup still runs; waiting for it');
  try {
    return await watch(newest, evidence, context);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const backups = { state: 'unavailable', problem: error.problem } as const;
    return { evidence: { ...evidence, backups }, findings: [] };
  }
}

type Sight = 'still running' | 'gone, and not listed as ended yet' | 'ended';

async function watch(awaited: Backup, before: Evidence, context: ServiceContext): Promise<Awaited> {
  const { clock, deadline, log } = context;
  let evidence = before;
  const end = await poll<Sight, 'ended'>({
    look: async () => {
      const backups = await readBackups(context);
      const sight = see(awaited, itemsOf(before.backups), itemsOrReject(backups, 'backups'));
      evidence = { ...before, backups };
      return sight;
    },
    isOver: (state) => state === 'ended',
    describe: (state) => state,
    clock,
    deadline,
    log,
  });
  if (end.kind === 'over') return { evidence, findings: [] };
  const { waitedMs, lastSeen } = end;
  const measured = { awaited: 'in-progress', waitedMs, lastSeen } as const;
  return { evidence, findings: [{ code: 'wait-timed-out', severity: 'block', ...measured }] };
}

/**
 * A backup that is no longer listed as running may come back under another id, and later: only one
 * that has ended and was not there before shows how it went.
 */
function see(awaited: Backup, before: readonly Backup[], now: readonly Backup[]): Sight {
  const same = now.find(({ id }) => id === awaited.id);
  if (same) return isUnfinished(same) ? 'still running' : 'ended';
  const known = rememberBackups(before);
  const ended = findNewBackups(now, { type: awaited.type, known }).filter((b) => !isUnfinished(b));
  return ended.length > 0 ? 'ended' : 'gone, and not listed as ended yet';
}
