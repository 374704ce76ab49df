import { DurableObject } from 'cloudflare:workers';
import { advance, nextStep } from '../../shared/backup-run/advance.ts';
import { CALM } from '../../shared/backup-run/pace.ts';
import { isEnded } from '../../shared/backup-run/run.ts';
import { systemClock } from '../../shared/clock.ts';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import { CORE_PROVIDERS } from '../../shared/provider/core-providers.ts';
import { describeHoldings } from '../../shared/report/holdings.ts';
import { AFTER_A_FAULT, AlarmWork, logFault } from '../alarm-work/alarm-work.ts';
import type { Config, ServiceConfig } from '../config/index.ts';
import { secretValues } from '../config/secrets.ts';
import { DEFAULT_TIMEOUT } from '../config/services.ts';
import { configOf } from '../known-config.ts';
import { deliverDue, enqueue } from '../notify/outbox.ts';
import type { Target } from '../notify/target.ts';
import { targetsOf, targetsOfOverride } from '../notify/targets.ts';
import { judge } from '../judge.ts';
import { type JudgedForStep, judgeForStep, type StepOrder } from '../judge-for-step.ts';
import type { Acceptance, RunRequest, RunView } from '../orders/run.ts';
import { repositoriesWaitingFor } from '../protection/config.ts';
import { openDeployments } from '../protection/open-deployments.ts';
import type { OverrideNotice } from '../protection/override-notice.ts';
import { BOARD_NAME } from '../status/board.ts';
import type { SnoozeOrder } from '../watch/snooze.ts';
import { Watcher } from '../watch/watcher.ts';
import type { Snooze } from '../watch/watch-record.ts';
import { WatchLedger } from '../watch/watch-ledger.ts';
import { within } from '../within.ts';
import { accept, isOfSameDatabase } from './accept.ts';
import { openIncidentMessages } from './incident-messages.ts';
import { Ledger } from './ledger.ts';
import { type RunRecord, toView } from './record.ts';

/** The delay before work goes on that a crash or a deployment broke off. */
const AFTER_A_CRASH = 5 * SECOND;

/** An alarm that is later than this has been given up. */
const MAX_OVERDUE = MINUTE;

/** A later alarm is worked out again: a clock may have been set back. */
const MAX_ALARM_WAIT = CALM.maxMs + MINUTE;

/** How long a message about a failure waits for the last good recovery point. */
const MAX_JUDGING = 20 * SECOND;

/** Work that does not belong to a run. */
const NOTIFICATIONS = 'notifications';
const LOOK = 'look';
const BOARD = 'board';
const LEDGER = 'ledger';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * One object for each service: its lock, its ledger and its clock. Every effect is on durable
 * storage before it happens, so that work goes on after a crash at any moment.
 */
export class Coordinator extends DurableObject<Env> {
  readonly #ledger: Ledger;
  readonly #watcher: Watcher;
  /** By run id or kind of work. */
  readonly #work = new AlarmWork();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
    this.#watcher = new Watcher({
      ledger: new WatchLedger(ctx.storage.sql),
      runs: this.#ledger,
      enqueue: (event, targets) =>
        enqueue(event, targets, { ledger: this.#ledger, now: Date.now() }),
    });
  }

  /** The platform holds the answer back until all of this is durable. */
  async accept(request: RunRequest): Promise<Acceptance> {
    const config = this.#config();
    const service = config.services.get(request.service);
    if (!service) throw new ConfigurationError();
    const now = Date.now();
    const accepted = accept(request, { ledger: this.#ledger, service, now });
    if (accepted.kind === 'delivery-used') return { ...accepted, run: toView(accepted.run) };
    const { run, joined, repeated } = accepted;
    const ended = isEnded(run);
    // A request that joins an ended run is notified now; all others have been notified.
    if (joined && ended && !repeated) {
      const { replyTo } = request.requester;
      this.#enqueue(run, replyTo ? [replyTo] : []);
    }
    const isNew = !repeated && (!joined || ended);
    if (isNew) await this.ctx.storage.setAlarm(now);
    else await this.#restoreAlarm();
    return { kind: 'accepted', joined, run: toView(run) };
  }

  /** Called by the cron trigger. Every other call restores the alarm too. */
  async wake(name: string): Promise<void> {
    if (this.#planLook(name)) await this.#setNextAlarm();
    else await this.#restoreAlarm();
  }

  /** The look itself is taken by an alarm, which has the limits of an invocation of its own. */
  #planLook(name: string): boolean {
    const config = configOf(this.env);
    const service = config.ok ? config.value.services.get(name) : null;
    if (!config.ok || !service || !config.value.watch) return false;
    return this.#watcher.planLook(service, config.value.watch.everyMs, Date.now());
  }

  /**
   * Unfinished runs already have an alarm. Set one if it is missing or was not rung, as after the
   * platform gave it up, or if it is far ahead because a clock was set back.
   */
  async #restoreAlarm(): Promise<void> {
    const alarmAt = await this.ctx.storage.getAlarm();
    const waitMs = (alarmAt ?? Number.NEGATIVE_INFINITY) - Date.now();
    if (waitMs < -MAX_OVERDUE || waitMs > MAX_ALARM_WAIT) await this.#setNextAlarm(alarmAt);
  }

  async findRun(id: string): Promise<RunView | null> {
    await this.#restoreAlarm().catch(logFault);
    const run = this.#ledger.find(id);
    return run && toView(run);
  }

  /** Judges the service by its own policy, now, within the limits of this object's invocation. */
  async judge(name: string): Promise<ServiceResult> {
    await this.#restoreAlarm().catch(logFault);
    const service = this.#config().services.get(name);
    if (!service) throw new ConfigurationError();
    return judge(service);
  }

  /**
   * Judges the service for a workflow's step, which may be stricter than its policy. A run that is
   * not known must not be taken for none: the step waits for a backup.
   */
  async judgeForStep(name: string, order: StepOrder): Promise<JudgedForStep | 'no-such-run'> {
    await this.#restoreAlarm().catch(logFault);
    const service = this.#config().services.get(name);
    if (!service) throw new ConfigurationError();
    const run = order.runId === null ? null : this.#ledger.find(order.runId);
    const isAnother = run !== null && !isOfSameDatabase(run, service);
    if (order.runId !== null && (run === null || isAnother)) return 'no-such-run';
    return judgeForStep(service, order, run);
  }

  /** Snoozes the service's notices, or ends that. Returns the snooze that holds. */
  async snooze(name: string, order: SnoozeOrder): Promise<Snooze | null> {
    const service = this.#config().services.get(name);
    if (!service) throw new ConfigurationError();
    const snoozed = this.#watcher.snooze(service, order, Date.now());
    await this.#work.attempt(BOARD, () => this.#report());
    await this.#setNextAlarm();
    return snoozed;
  }

  /** Tells everybody that a deployment was let through although the gate is closed. */
  async tellOverride(override: OverrideNotice): Promise<void> {
    const targets = targetsOfOverride(this.#config().notify);
    enqueue({ kind: 'override', override }, targets, { ledger: this.#ledger, now: Date.now() });
    await this.#setNextAlarm();
  }

  /** Looks as the watch does, for somebody who cannot wait for it. */
  async look(name: string): Promise<ServiceResult> {
    await this.#restoreAlarm().catch(logFault);
    const { services, watch, ...config } = this.#config();
    const service = services.get(name);
    if (!service) throw new ConfigurationError();
    if (!watch) return judge(service);
    const result = await this.#watcher.look(service, config);
    await this.#work.attempt(BOARD, () => this.#report());
    await this.#setNextAlarm();
    return result;
  }

  /**
   * The platform gives an alarm up after some tries that fail, so the next one is set before the
   * work. Within this method `getAlarm` knows none.
   */
  override async alarm(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + AFTER_A_CRASH);
    await this.#goOn();
    await this.#setNextAlarm();
  }

  /** Each run is advanced separately: one that throws or hangs does not hold up the others. */
  async #goOn(): Promise<void> {
    const { runs, unreadable } = this.#ledger.findUnfinished();
    this.#noteUnreadableRuns(unreadable);
    const pieces = new Map(runs.map((run) => [run.id, () => this.#advance(run)]));
    const look = this.#watcher.plannedLook;
    if (!look) this.#work.forgetFault(LOOK);
    if (look && look.at <= Date.now()) pieces.set(LOOK, () => this.#look(look.name));
    const onLate = () => this.ctx.waitUntil(this.#setNextAlarm());
    await this.#work.run(pieces, onLate);
    await this.#work.run(this.#tellings(), onLate);
    this.#ledger.forgetOld(Date.now());
    this.#watcher.forgetOld(Date.now());
  }

  /** What others are told of the work that was done. */
  #tellings(): Map<string, () => Promise<void>> {
    const tellings = new Map([[NOTIFICATIONS, () => this.#deliver()]]);
    if (this.#watcher.hasNews) tellings.set(BOARD, () => this.#report());
    else this.#work.forgetFault(BOARD);
    return tellings;
  }

  /** A look that breaks is not repeated here: the next cron finds it due. */
  async #look(name: string): Promise<void> {
    try {
      const { services, watch, ...config } = this.#config();
      const service = services.get(name);
      if (service && watch) await this.#watcher.look(service, config);
      else this.#watcher.dropLook();
    } catch (error) {
      this.#watcher.dropLook();
      logFault(error);
    }
  }

  #report(): Promise<void> {
    return this.#watcher.report((view) => this.env.BOARD.getByName(BOARD_NAME).report(view));
  }

  /** Unreadable records are kept: a later version, or a person, may be able to read them. */
  #noteUnreadableRuns(count: number): void {
    if (count === 0) return this.#work.forgetFault(LEDGER);
    this.#work.noteFault(LEDGER);
    logUnreadable('run', count);
  }

  async #advance(run: RunRecord): Promise<void> {
    const config = this.#config();
    const service = findService(run, config);
    if (!service) return this.#missService(run, config);
    const provider = CORE_PROVIDERS[service.provider].create({ ...service, clock: systemClock });
    const options = { ...timingOf(service), provider };
    await advance(run, { ...options, save: (next) => this.#save(next, config) });
  }

  /** A service that was removed by mistake can be put back within the default timeout of a run. */
  #missService(run: RunRecord, config: Config): void {
    console.warn({ event: 'service-missing', service: run.service, run: run.id });
    const finishedAt = Date.now();
    if (finishedAt < run.acceptedAt + DEFAULT_TIMEOUT) return;
    const message = 'its service is not in the configuration any more';
    this.#save({ ...run, state: 'timed-out', finishedAt, message }, config);
  }

  /**
   * Others may have joined since the run was read. The end and its notifications are stored
   * together.
   */
  #save(next: RunRecord, config: Config): void {
    const requestedBy = this.#ledger.find(next.id)?.requestedBy ?? next.requestedBy;
    const run = { ...next, requestedBy };
    this.#ledger.save(run);
    if (!isEnded(run)) return;
    this.#watcher.noteRunEnd(run);
    if (run.state === 'succeeded') this.#tellDeployments(run.service, config);
    this.#enqueue(run, targetsOf(run, config.notify));
  }

  /** What waits for the service looks again by itself too, so one that misses this loses minutes. */
  #tellDeployments(service: string, { github }: Config): void {
    const { lookAgain } = openDeployments(this.env, (event) => console.log(event));
    for (const repository of repositoriesWaitingFor(service, github.protect)) {
      this.ctx.waitUntil(lookAgain(repository, service).catch(logFault));
    }
  }

  #enqueue({ id: runId }: RunRecord, targets: readonly Target[]): void {
    enqueue({ kind: 'run-ended', runId }, targets, { ledger: this.#ledger, now: Date.now() });
  }

  #deliver(): Promise<void> {
    const { unreadable } = this.#ledger.findNotifications();
    if (unreadable > 0) logUnreadable('notification', unreadable);
    const { slack, secrets } = this.#config();
    const holdings = new Map<string, Promise<string | null>>();
    return deliverDue({
      holdingsOf: (run) => {
        const known = holdings.get(run.id) ?? this.#findHoldings(run.id);
        holdings.set(run.id, known);
        return known;
      },
      ledger: this.#ledger,
      slack: {
        apiUrl: slack.apiUrl,
        botToken: secrets.slackBotToken,
        incidentMessages: openIncidentMessages(this.ctx.storage.sql, Date.now()),
      },
      secretsOf: (name) => secretValues(this.env, name),
      now: () => Date.now(),
    });
  }

  /** The last good recovery point, for a run that did not succeed; `null` if it is unknown. */
  async #findHoldings(runId: string): Promise<string | null> {
    const run = this.#ledger.find(runId);
    const service = run && findService(run, this.#config());
    const judged = service ? within(MAX_JUDGING, judge(service)) : null;
    const result = await judged?.catch(() => null);
    return result ? describeHoldings(result) : null;
  }

  /**
   * Sets the alarm for the earliest due work, and none if there is no work. Work that threw is tried
   * again after a delay. An alarm that is `set` for that time already is not written again: the cron
   * asks often.
   */
  async #setNextAlarm(set: Instant | null = null): Promise<void> {
    const now = Date.now();
    const runs = this.#ledger.findUnfinished().runs.map((run) => this.#nextTurn(run, now));
    const look = this.#work.turnOf(LOOK, this.#watcher.plannedLook?.at ?? NEVER);
    const report = this.#watcher.hasNews ? this.#work.turnOf(BOARD, now) : NEVER;
    const others = [look, report, this.#nextNotification(), this.#nextForgetting()];
    const next = Math.min(...runs, ...others, this.#work.nextRetry());
    const { storage } = this.ctx;
    if (next === set && next > now) return;
    if (Number.isFinite(next)) await storage.setAlarm(Math.max(next, now));
    else if ((await storage.getAlarm()) !== null) await storage.deleteAlarm();
  }

  #nextTurn(run: RunRecord, now: Instant): Instant {
    const config = configOf(this.env);
    if (!config.ok) return this.#work.turnOf(run.id, now + AFTER_A_FAULT);
    const service = findService(run, config.value);
    const missing = Math.min(now + AFTER_A_FAULT, run.acceptedAt + DEFAULT_TIMEOUT);
    return this.#work.turnOf(run.id, service ? nextStep(run, timingOf(service)).at : missing);
  }

  #nextNotification(): Instant {
    const [first] = this.#ledger.findNotifications().notifications;
    return first ? this.#work.turnOf(NOTIFICATIONS, first.dueAt) : NEVER;
  }

  #nextForgetting(): Instant {
    const times = [this.#ledger.nextForgetting(), this.#watcher.nextForgetting()];
    return Math.min(...times.map((at) => at ?? NEVER));
  }

  #config(): Config {
    const config = configOf(this.env);
    if (!config.ok) throw new ConfigurationError();
    return config.value;
  }
}

class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** By its name or, if it was renamed while the run goes on, by its database. */
function findService({ service: name, target }: RunRecord, { services }: Config) {
  const named = services.get(name);
  if (named && (target === '' || named.service === target)) return named;
  return [...services.values()].find(({ service }) => service === target);
}

function timingOf({ timeoutMs }: ServiceConfig) {
  return { timeoutMs, pace: CALM, now: () => Date.now() };
}

function logUnreadable(what: 'run' | 'notification', count: number): void {
  console.error({ event: 'record-unreadable', what, count });
}
