import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { AlarmWork } from '../alarm-work/alarm-work.ts';
import type { Config } from '../config/index.ts';
import { openCoordinators } from '../coordinators.ts';
import { type AppClient, openAppClient } from '../github/app-client.ts';
import { configOf } from '../known-config.ts';
import { BOARD_NAME } from '../status/board.ts';
import { acceptDeployment } from './accept-deployment.ts';
import { advanceDeployment, type DeploymentPorts } from './advance-deployment.ts';
import { findUnreported, reportDeployments } from './board-report.ts';
import { findEntry } from './config.ts';
import { DeploymentLedger } from './deployment-ledger.ts';
import { type DeploymentRecord, isUndecided, nextWorkOf } from './deployment-record.ts';
import { type DeploymentRequest, objectNameOf } from './deployment-request.ts';
import { openJudge } from './judging.ts';
import { openDeployments } from './open-deployments.ts';
import type { Confirmation, Override, OverrideAnswer, OverrideOrder } from './override.ts';
import { beginOverride, confirmOverride } from './override-desk.ts';
import { OverrideLedger } from './override-ledger.ts';
import { noticeOfConfirmed } from './override-notice.ts';
import { askForFailed, isSearchDue, NEVER_SEARCHED, Search } from './redelivery.ts';

/** The delay before work goes on that a crash or a deployment broke off. */
const AFTER_A_CRASH = 5 * SECOND;

/** An alarm that is later than this has been given up. */
const MAX_OVERDUE = MINUTE;

/** An invocation may make 50 calls: one for each service, and up to three for each deployment. */
const MAX_AN_ALARM = 8;
const MAX_JUDGED = 20;

/** Work that does not belong to a deployment. */
const BOARD = 'board';

const log = (event: object) => console.log(event);

/**
 * One object for each repository: its deployments that wait, and their clock. Every effect is on
 * durable storage before it happens, so that work goes on after a crash at any moment.
 */
export class Deployments extends DurableObject<Env> {
  readonly #ledger: DeploymentLedger;
  readonly #overrides: OverrideLedger;
  /** By deployment, override or kind of work. */
  readonly #work = new AlarmWork();
  #client: AppClient | null = null;
  /** GitHub limits a whole installation. */
  #limitedUntil: Instant = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new DeploymentLedger(ctx.storage.sql);
    this.#overrides = new OverrideLedger(ctx.storage.sql);
  }

  /** The platform holds the answer back until all of this is durable. */
  async accept(request: DeploymentRequest): Promise<void> {
    const now = Date.now();
    const ports = { deployments: this.#ledger, overrides: this.#overrides, now };
    if (!acceptDeployment(request, ports)) return this.#restoreAlarm();
    await this.ctx.storage.setAlarm(now);
  }

  /** A backup of the service succeeded: what is held may go on, and is not made to wait. */
  async lookAgain(service: string): Promise<void> {
    const now = Date.now();
    const { protect } = this.#config().github;
    for (const record of this.#ledger.findOpen()) {
      const waits = findEntry(protect, record)?.services.includes(service);
      if (waits && isUndecided(record)) this.#ledger.save({ ...record, lookAt: now });
    }
    await this.#restoreAlarm();
  }

  /** Somebody asks that a deployment is let through, which takes a second person. */
  async requestOverride(order: OverrideOrder): Promise<OverrideAnswer> {
    await this.#restoreAlarm();
    return beginOverride(order, this.#desk());
  }

  async confirmOverride(confirmation: Confirmation): Promise<OverrideAnswer> {
    const answer = confirmOverride(confirmation, this.#desk());
    await this.#setNextAlarm();
    return answer;
  }

  #desk() {
    const { protect: entries } = this.#config().github;
    const now = Date.now();
    return { deployments: this.#ledger, overrides: this.#overrides, entries, now };
  }

  /** Called by the cron trigger. Every other call restores the alarm too. */
  wake(): Promise<void> {
    return this.#restoreAlarm();
  }

  /**
   * Called by the cron trigger, of the one object that has no repository: wakes the others, within
   * the limits of an invocation of its own, and once an hour asks for events that did not arrive.
   */
  async round(): Promise<void> {
    const { github, secrets } = this.#config();
    if (!secrets.githubApp) return;
    await this.#searchFailed();
    const names = new Set(github.protect.map(({ repository }) => objectNameOf(repository)));
    await openDeployments(this.env, log).wakeAll([...names], Date.now());
  }

  async #searchFailed(): Promise<void> {
    const { storage } = this.ctx;
    const stored = v.safeParse(Search, await storage.get('search'));
    const before = stored.success ? stored.output : NEVER_SEARCHED;
    if (!isSearchDue(before, Date.now())) return;
    await storage.put('search', await askForFailed(this.#github(), before, Date.now()));
  }

  /** An alarm that is missing, or was not rung, as after the platform gave it up, is set again. */
  async #restoreAlarm(): Promise<void> {
    const alarmAt = await this.ctx.storage.getAlarm();
    const next = this.#nextWork();
    if (alarmAt === null || alarmAt < Date.now() - MAX_OVERDUE || alarmAt > next) {
      await this.#setNextAlarm();
    }
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

  /** Each deployment goes on by itself: one that throws or hangs does not hold up the others. */
  async #goOn(): Promise<void> {
    const pieces = new Map<string, () => Promise<void>>();
    const onLate = () => this.ctx.waitUntil(this.#setNextAlarm());
    const ports = this.#openPorts();
    for (const { id } of this.#findDue())
      pieces.set(id, async () => advanceDeployment(id, ports()));
    for (const override of this.#untold()) pieces.set(override.id, () => this.#tell(override));
    await this.#work.run(pieces, onLate);
    if (findUnreported(this.#ledger).length > 0) {
      await this.#work.run(new Map([[BOARD, () => this.#report()]]), onLate);
    }
    this.#ledger.forgetOld(Date.now());
  }

  /** As many as an invocation has room for, the longest waiting first. */
  #findDue(): readonly DeploymentRecord[] {
    const now = Date.now();
    const due = this.#ledger.findOpen().filter((record) => this.#nextTurn(record) <= now);
    const config = configOf(this.env);
    const entries = config.ok ? config.value.github.protect : [];
    let room = MAX_JUDGED;
    const fitting = due.filter((record, index) => {
      room -= findEntry(entries, record)?.services.length ?? 0;
      return index === 0 || room >= 0;
    });
    return fitting.slice(0, MAX_AN_ALARM);
  }

  /** Read when they are needed: a broken configuration is a fault of the work, not of the alarm. */
  #openPorts(): () => DeploymentPorts {
    let judge: DeploymentPorts['judge'] | null = null;
    return () => {
      const config = this.#config();
      judge ??= openJudge({ ...config, judge: openCoordinators(this.env, log).judge });
      return {
        deployments: this.#ledger,
        overrides: this.#overrides,
        config,
        judge,
        github: () => this.#github(),
        limitedUntil: () => this.#limitedUntil,
        noteAnswer: (answer) => {
          if (answer.kind === 'limited') this.#limitedUntil = answer.until;
        },
      };
    };
  }

  #report(): Promise<void> {
    const board = this.env.BOARD.getByName(BOARD_NAME);
    return reportDeployments(this.#ledger, (repository, views) =>
      board.reportDeployments(objectNameOf(repository), views),
    );
  }

  #untold(): readonly Override[] {
    return this.#overrides.all.filter(({ isTold }) => !isTold);
  }

  /** The outbox of the service's coordinator tells it, and tries again where that fails. */
  async #tell(override: Override): Promise<void> {
    const { tellOverride } = openCoordinators(this.env, log);
    await tellOverride(noticeOfConfirmed(override));
    const latest = this.#overrides.all.find(({ id }) => id === override.id);
    if (latest) this.#overrides.save({ ...latest, isTold: true }, Date.now());
  }

  #github(): AppClient {
    const { github, secrets } = this.#config();
    if (!secrets.githubApp) throw new ConfigurationError();
    this.#client ??= openAppClient({ apiUrl: github.apiUrl, app: secrets.githubApp });
    return this.#client;
  }

  #nextTurn(record: DeploymentRecord): Instant {
    const at = nextWorkOf(record) ?? Number.POSITIVE_INFINITY;
    return this.#work.turnOf(record.id, record.sending ? Math.max(at, this.#limitedUntil) : at);
  }

  #nextWork(): Instant {
    const now = Date.now();
    const isReported = findUnreported(this.#ledger).length === 0;
    return Math.min(
      ...this.#ledger.findOpen().map((record) => this.#nextTurn(record)),
      ...this.#untold().map(({ id }) => this.#work.turnOf(id, now)),
      isReported ? Number.POSITIVE_INFINITY : this.#work.turnOf(BOARD, now),
      this.#ledger.nextForgetting() ?? Number.POSITIVE_INFINITY,
    );
  }

  async #setNextAlarm(): Promise<void> {
    const next = this.#nextWork();
    const { storage } = this.ctx;
    if (Number.isFinite(next)) await storage.setAlarm(Math.max(next, Date.now()));
    else if ((await storage.getAlarm()) !== null) await storage.deleteAlarm();
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
