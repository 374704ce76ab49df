import { isUnfinished } from '../shared/domain/backup.ts';
import type { Evidence } from '../shared/domain/evidence.ts';
import type { Finding } from '../shared/domain/finding.ts';
import { survey } from '../shared/domain/rules/situation.ts';
import { ProviderError } from '../shared/provider/errors.ts';
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
  const wanted = context.inputs.policy.inProgress === 'wait' && isRunning(evidence, context);
  if (!wanted) return { evidence, findings: [] };
  context.log('the newest backup still runs; waiting for it');
  try {
    return await watch(evidence, context);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const backups = { state: 'unavailable', problem: error.problem } as const;
    return { evidence: { ...evidence, backups }, findings: [] };
  }
}

async function watch(before: Evidence, context: ServiceContext): Promise<Awaited> {
  const { clock, deadline, log } = context;
  let evidence = before;
  const end = await poll<string, 'ended'>({
    look: async () => {
      const backups = await readBackups(context);
      if (backups.state === 'unavailable') {
        throw new ProviderError(backups.problem, { fateUnknown: false });
      }
      evidence = { ...before, backups };
      return isRunning(evidence, context) ? 'still running' : 'ended';
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

function isRunning(evidence: Evidence, { inputs, clock }: ServiceContext): boolean {
  const { newest } = survey(evidence, inputs.policy, clock.now());
  return newest !== null && isUnfinished(newest);
}
