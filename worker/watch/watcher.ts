import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { Config, ServiceConfig } from '../config/index.ts';
import { judgeAndKeep } from '../judge.ts';
import type { StoredEvent } from '../notify/notification.ts';
import type { Target } from '../notify/target.ts';
import { targetsOfChange, targetsOfScheduleChange } from '../notify/targets.ts';
import type { Run } from '../orders/run.ts';
import type { ServiceView } from '../status/service-view.ts';
import { within } from '../within.ts';
import { isDue, offsetOf, SPREAD } from './due.ts';
import { outcomeOf } from './outcome.ts';
import { snooze, type SnoozeOrder } from './snooze.ts';
import type { WatchLedger } from './watch-ledger.ts';
import {
  newRecord,
  type RunsTotal,
  type Snooze,
  snoozeAt,
  type WatchRecord,
} from './watch-record.ts';

/** Each request of a look has a bound of its own; this one is for a fault in them. */
const MAX_LOOK = 10 * MINUTE;

/** What the board shows of runs and changes. */
const MAX_RUNS = 5;
const MAX_CHANGES = 100;

export interface WatcherPorts {
  readonly ledger: WatchLedger;
  /** The runs of this coordinator. */
  readonly runs: {
    countEnded(): RunsTotal;
    findLatest(max: number): readonly Run[];
  };
  readonly enqueue: (event: StoredEvent, targets: readonly Target[]) => void;
}

type Watched = Pick<Config, 'notify'>;

/** The watch over one service, in its coordinator: when it looks, what it found, what it tells. */
export class Watcher {
  readonly #ports: WatcherPorts;
  #looking: Promise<ServiceResult> | null = null;

  constructor(ports: WatcherPorts) {
    this.#ports = ports;
  }

  /** Called by the cron. Whether a look was planned that was not planned before. */
  planLook({ name }: ServiceConfig, everyMs: number, now: Instant): boolean {
    const record = this.#recordOf(name);
    const isPlanned = record.lookAt !== null && record.lookAt <= now + SPREAD;
    if (isPlanned || !isDue(record.seen?.lookedAt ?? null, everyMs, now)) return false;
    this.#ports.ledger.save({ ...record, lookAt: now + offsetOf(name) });
    return true;
  }

  /** The service that is to be looked at, and when; `null` if no look is planned. */
  get plannedLook(): { readonly name: string; readonly at: Instant } | null {
    const { name = '', lookAt: at = null } = this.#ports.ledger.read() ?? {};
    return at === null ? null : { name, at };
  }

  /** A look that cannot be taken is not tried again: the next cron finds it due. */
  dropLook(): void {
    const record = this.#ports.ledger.read();
    if (record) this.#ports.ledger.save({ ...record, lookAt: null });
  }

  /** Looks now, and stores what that changes. A look that is under way already is shared. */
  look(service: ServiceConfig, config: Watched): Promise<ServiceResult> {
    this.#looking ??= this.#lookOnce(service, config).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(service: ServiceConfig, config: Watched): Promise<ServiceResult> {
    const result = await within(MAX_LOOK, judgeAndKeep(service));
    if (result === null) throw new LookTimeoutError();
    this.#store(result, service, config);
    return result;
  }

  /** Synchronous, so that the look and what is told of it become durable together. */
  #store(result: ServiceResult, service: ServiceConfig, { notify }: Watched): void {
    const { ledger, enqueue } = this.#ports;
    const now = Date.now();
    // Read again: meanwhile a run may have ended, or somebody snoozed.
    const outcome = outcomeOf(result, this.#recordOf(service.name), { service, now });
    const { record, toTell, told } = outcome;
    ledger.save(record);
    for (const entry of outcome.history) ledger.remember(entry);
    if (toTell && told) {
      enqueue({ kind: 'verdict-changed', change: told }, targetsOfChange(toTell, notify));
    }
    for (const change of outcome.schedules) {
      enqueue({ kind: 'schedule-changed', change }, targetsOfScheduleChange(notify));
    }
  }

  /** Returns the snooze that holds from now on. */
  snooze({ name }: ServiceConfig, order: SnoozeOrder, now: Instant): Snooze | null {
    const record = this.#recordOf(name);
    const change = snooze(record, order, now);
    if (change) {
      this.#ports.ledger.save(change.record);
      this.#ports.ledger.remember(change.entry);
    }
    return snoozeAt(change?.record ?? record, now);
  }

  /** A run ended, which the board is told of. Without a watch nothing is kept. */
  noteRunEnd({ state }: Pick<Run, 'state'>): void {
    const record = this.#ports.ledger.read();
    if (!record) return;
    const runsTotal = countOne(record.runsTotal, state);
    this.#ports.ledger.save({ ...record, runsTotal, isReported: false });
  }

  /** Whether the board lacks something. */
  get hasNews(): boolean {
    return this.#ports.ledger.read()?.isReported === false;
  }

  /** Has the board take what it lacks. */
  async report(send: (view: ServiceView) => Promise<void>): Promise<void> {
    const { ledger } = this.#ports;
    const record = ledger.read();
    if (!record) return;
    const view = this.#viewOf(record, Date.now());
    if (view) await send(view);
    // If more has come meanwhile, it is reported next.
    if (ledger.read() === record) ledger.save({ ...record, isReported: true });
  }

  /** `null` before the first look. */
  #viewOf(record: WatchRecord, now: Instant): ServiceView | null {
    const { name, seen, runsTotal } = record;
    if (!seen) return null;
    const { ledger, runs } = this.#ports;
    const snoozed = snoozeAt(record, now);
    return {
      ...seen,
      name,
      snooze: snoozed && { until: snoozed.until, who: snoozed.who, why: snoozed.why },
      runs: runs.findLatest(MAX_RUNS).map((run) => {
        const { id, type, state } = run;
        return { id, type, state, at: run.finishedAt ?? run.startedAt ?? run.acceptedAt };
      }),
      runsTotal,
      changes: ledger
        .history(MAX_CHANGES)
        .map(({ at, kind, verdict, message }) => ({ at, kind, verdict, message })),
    };
  }

  forgetOld(now: Instant): void {
    this.#ports.ledger.forgetOld(now);
  }

  nextForgetting(): Instant | null {
    return this.#ports.ledger.nextForgetting();
  }

  /**
   * Runs from before the watch are counted as far as they are stored. A record of another version, or
   * a damaged one, is replaced: a service must not go unwatched.
   */
  #recordOf(name: string): WatchRecord {
    const { ledger, runs } = this.#ports;
    const record = ledger.read();
    if (record) return record;
    if (ledger.isUnreadable()) {
      console.error({ event: 'record-unreadable', what: 'watch', count: 1 });
    }
    return newRecord(name, runs.countEnded());
  }
}

const COUNTED = { succeeded: 'succeeded', failed: 'failed', 'timed-out': 'timedOut' } as const;

function countOne(total: RunsTotal, state: Run['state']): RunsTotal {
  if (state !== 'succeeded' && state !== 'failed' && state !== 'timed-out') return total;
  const counter = COUNTED[state];
  return { ...total, [counter]: total[counter] + 1 };
}

class LookTimeoutError extends Error {
  override readonly name = 'LookTimeoutError';
}
