import { findChanges, lookOf } from '../../shared/domain/changes.ts';
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
import { describeChange, describeLook, describeScheduleChanges } from './describe-change.ts';
import { isDue, offsetOf, SPREAD } from './due.ts';
import { explainScheduleChange, type ScheduleChange } from './schedule-change.ts';
import type { WatchLedger } from './watch-ledger.ts';
import { newRecord, type RunsTotal, snoozeAt, type WatchRecord } from './watch-record.ts';

/** A look has bounds of its own for each request; this one is for a fault in them. */
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

  /** The next cron finds it due again. */
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
    const before = this.#recordOf(service.name);
    const seen = { ...describeLook(result, service, before.seen), lookedAt: now };
    const snooze = snoozeAt(before, now);
    const given = { now, isSnoozed: snooze !== null };
    const changes = findChanges(before.state, lookOf(result.findings), given);
    const schedules = describeScheduleChanges(result, service);
    const kept = schedules.find(({ kind }) => kind === 'kept');
    const scheduleKept = kept ? explainScheduleChange(kept) : null;
    ledger.save({
      ...before,
      lookAt: null,
      seen,
      state: changes.next,
      snooze,
      scheduleKept,
      isReported: false,
    });
    if (changes.happened) {
      const { kind, verdict } = changes.happened;
      ledger.remember({ version: 1, at: now, kind, verdict, message: seen.message });
    }
    if (changes.toTell) {
      const change = describeChange(changes.toTell, { service, seen, now });
      enqueue({ kind: 'verdict-changed', change }, targetsOfChange(changes.toTell, notify));
    }
    // One that is kept is told once.
    const isNews = (change: ScheduleChange) =>
      change.kind !== 'kept' || scheduleKept !== before.scheduleKept;
    for (const change of schedules.filter(isNews)) {
      const message = explainScheduleChange(change);
      const kind = `schedule-${change.kind}` as const;
      ledger.remember({ version: 1, at: now, kind, verdict: seen.verdict, message });
      enqueue({ kind: 'schedule-changed', change }, targetsOfScheduleChange(notify));
    }
    ledger.forgetOld(now);
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
    const snooze = snoozeAt(record, now);
    return {
      ...seen,
      name,
      snooze: snooze && { until: snooze.until, who: snooze.who, why: snooze.why },
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

  #recordOf(name: string): WatchRecord {
    const { ledger, runs } = this.#ports;
    return ledger.read() ?? newRecord(name, runs.countEnded());
  }
}

function countOne(total: RunsTotal, state: Run['state']): RunsTotal {
  switch (state) {
    case 'succeeded':
      return { ...total, succeeded: total.succeeded + 1 };
    case 'failed':
      return { ...total, failed: total.failed + 1 };
    case 'timed-out':
      return { ...total, timedOut: total.timedOut + 1 };
    default:
      return total;
  }
}

class LookTimeoutError extends Error {
  override readonly name = 'LookTimeoutError';
}
