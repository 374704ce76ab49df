import { BRISK, waitAfterLooks } from '../backup-run/pace.ts';
import { type Backup, isFinished, isUnfinished } from '../domain/backup.ts';
import { formatDuration } from '../domain/duration.ts';
import { type Evidence, itemsOf, type Reading } from '../domain/evidence.ts';
import { createRuleContext } from '../domain/rules/rule-context.ts';
import { quotePlain } from '../report/text.ts';
import { readBackups } from './gather.ts';
import type { Awaited, CheckContext } from './options.ts';

/** Waits for the newest backup to end, if it still runs. */
export async function awaitRunning(evidence: Evidence, context: CheckContext): Promise<Awaited> {
  const { options, clock, log } = context;
  const { newest } = createRuleContext(evidence, options.policy, clock.now());
  const runs = newest !== null && isUnfinished(newest);
  if (!runs) return { evidence, findings: [] };
  log('the newest backup is still running; waiting for it');
  return waitForEnd(newest, evidence, context);
}

/** What one look at the awaited backup showed. `backups` is `null` if they could not be read. */
interface Look {
  readonly isOver: boolean;
  readonly words: string;
  readonly backups: Reading<Backup> | null;
  readonly pauseMs: number;
}

/**
 * Checks at widening intervals, and once more at the deadline, and logs each check. The lists were
 * readable before, so an error now only delays it.
 */
async function waitForEnd(
  awaited: Backup,
  before: Evidence,
  context: CheckContext,
): Promise<Awaited> {
  const { clock, deadline, log } = context;
  const start = clock.now();
  let { backups } = before;
  let lastSeen = 'nothing yet';
  let pauseMs = 0;
  for (let looks = 1; clock.now() < deadline; looks += 1) {
    const wait = Math.max(waitAfterLooks(looks, BRISK), pauseMs);
    await clock.sleep(Math.min(wait, deadline - clock.now()));
    const look = await lookOnce(awaited, itemsOf(before.backups), context);
    ({ words: lastSeen, pauseMs } = look);
    backups = look.backups ?? backups;
    log(`after ${formatDuration(clock.now() - start)}: ${lastSeen}`);
    if (look.isOver) return { evidence: { ...before, backups }, findings: [] };
  }
  const measured = { awaited: 'in-progress', waitedMs: clock.now() - start, lastSeen } as const;
  return {
    evidence: { ...before, backups },
    findings: [{ code: 'wait-timed-out', severity: 'block', ...measured }],
  };
}

async function lookOnce(
  awaited: Backup,
  before: readonly Backup[],
  context: CheckContext,
): Promise<Look> {
  const backups = await readBackups(context);
  if (backups.state === 'unavailable') {
    const { problem, retryAfterMs: pauseMs = 0 } = backups;
    const words = `check failed, trying again: ${quotePlain(problem.message)}`;
    return { isOver: false, words, backups: null, pauseMs };
  }
  const words = describeProgress(awaited, before, itemsOf(backups));
  return { isOver: words === 'finished', words, backups, pauseMs: 0 };
}

/**
 * A backup may leave the list of running ones and come back later under another id. Only one that
 * has ended, began no earlier, and was not listed before shows how it went.
 */
function describeProgress(
  awaited: Backup,
  before: readonly Backup[],
  now: readonly Backup[],
): 'still running' | 'no longer running, but not listed as finished yet' | 'finished' {
  const same = now.find(({ id }) => id === awaited.id);
  if (same) return isUnfinished(same) ? 'still running' : 'finished';
  const known = new Set(before.map(({ id }) => id));
  const isItsEnd = (backup: Backup) =>
    backup.type === awaited.type &&
    isFinished(backup) &&
    !known.has(backup.id) &&
    (backup.startedAt ?? 0) >= (awaited.startedAt ?? 0);
  return now.some(isItsEnd) ? 'finished' : 'no longer running, but not listed as finished yet';
}
