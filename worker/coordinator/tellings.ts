import pLimit from 'p-limit';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { Config } from '../config.ts';
import { type TellDeps, targetsOf, tell } from '../notify/index.ts';
import type { Ledger, Telling } from './ledger.ts';
import { type RunRecord, toRun } from './record.ts';
import type { Run } from './run.ts';

/** A telling that keeps failing in passing ways is tried for about a day. */
const MOST_TRIES = 30;
const FIRST_RETRY = 5 * SECOND;
const LONGEST_RETRY = 60 * MINUTE;

/** A Worker may hold six connections at once. */
const MOST_AT_ONCE = 5;

export interface Teller extends TellDeps {
  readonly ledger: Ledger;
}

/** Everyone who is to hear of the run's end is owed a telling from now on. */
export function oweTellings(
  run: Run,
  { ledger, config, now }: { ledger: Ledger; config: Pick<Config, 'notify'>; now: Instant },
): void {
  for (const target of targetsOf(run, config)) {
    const id = crypto.randomUUID();
    ledger.addTelling({ id, runId: run.id, target, tries: 0, dueAt: now });
  }
}

/** Tells whoever is due, side by side: one that does not answer keeps nobody else waiting. */
export async function tellDue(teller: Teller): Promise<void> {
  const due = teller.ledger.findTellings().filter(({ dueAt }) => dueAt <= teller.now());
  const takeTurn = pLimit(MOST_AT_ONCE);
  await Promise.all(due.map((telling) => takeTurn(() => tellOne(telling, teller))));
}

async function tellOne(telling: Telling, teller: Teller): Promise<void> {
  const { ledger, now } = teller;
  const run = ledger.find(telling.runId);
  // Left in its place it would be due for ever, and the alarm would ring without end.
  if (!run) return ledger.removeTelling(telling.id);
  const told = await tell(telling.target, toRun(run), teller);
  const tries = telling.tries + 1;
  if (told.kind === 'passing' && tries < MOST_TRIES) {
    const dueAt = now() + patience(tries, told.retryAfterMs);
    return ledger.addTelling({ ...telling, tries, dueAt });
  }
  if (told.kind !== 'told') recordUndelivered(run, told.reason, ledger);
  ledger.removeTelling(telling.id);
}

/** What the other side asks for can only lengthen it: `Retry-After: 0` would use up all tries. */
function patience(tries: number, askedMs: number | null): number {
  return Math.max(askedMs ?? 0, Math.min(FIRST_RETRY * 2 ** (tries - 1), LONGEST_RETRY));
}

/** Others may have joined while it was being told, so the run is read again. */
function recordUndelivered({ id }: RunRecord, reason: string, ledger: Ledger): void {
  const run = ledger.find(id);
  if (run) ledger.save({ ...run, undelivered: [...run.undelivered, reason] });
  console.warn({ event: 'undeliverable', run: id, reason });
}
