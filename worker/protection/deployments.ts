import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import type { ServiceResult } from '../../shared/domain/service-result.ts';
import type { Config } from '../config/index.ts';
import { UnderWay } from '../coordinator/under-way.ts';
import { openCoordinators } from '../coordinators.ts';
import type { GithubAnswer } from '../github/api.ts';
import { type AppClient, openAppClient } from '../github/app-client.ts';
import { configOf } from '../known-config.ts';
import { within } from '../within.ts';
import {
  cutSummary,
  describeJudgements,
  type Judgements,
  sayHeld,
  writeComment,
} from './comment.ts';
import { findEntry, type ProtectEntry } from './config.ts';
import { type Decision, decide } from './decide.ts';
import { DeploymentLedger } from './deployment-ledger.ts';
import {
  type DeploymentRecord,
  idOf,
  newDeployment,
  nextWorkOf,
  type StoredDecision,
} from './deployment-record.ts';
import { type DeploymentRequest, objectNameOf } from './deployment-request.ts';
import {
  type Confirmation,
  findOverride,
  type Override,
  type OverrideAnswer,
  type OverrideOrder,
} from './override.ts';
import { beginOverride, confirmOverride } from './override-desk.ts';
import { OverrideLedger } from './override-ledger.ts';
import { noticeOfConfirmed } from './override-notice.ts';
import { openDeployments } from './open-deployments.ts';
import { askForFailed, NEVER_SEARCHED, Search } from './redelivery.ts';
import { afterSending, beforeSending, sendDecision, sendReport } from './review.ts';
import { wordDecision } from './word-decision.ts';

/** The delay before work goes on that a crash or a deployment broke off. */
const AFTER_A_CRASH = 5 * SECOND;

/** The delay before work that threw is tried again: a bug must not stop the clock. */
const AFTER_A_FAULT = MINUTE;

/** An alarm that is later than this has been given up. */
const MAX_OVERDUE = MINUTE;

/** Each service is judged by a call, and each deployment may take three requests to GitHub. */
const MAX_AN_ALARM = 8;

/** The cron comes every 15 minutes, and not to the second. */
const SEARCH_EVERY = 55 * MINUTE;

/** Each request to a provider has a bound of its own; this one is for a fault in them. */
const MAX_JUDGING = 2 * MINUTE;

const log = (event: object) => console.log(event);

/**
 * One object for each repository: its deployments that wait, and their clock. Every effect is on
 * durable storage before it happens, so that work goes on after a crash at any moment.
 */
export class Deployments extends DurableObject<Env> {
  readonly #ledger: DeploymentLedger;
  readonly #overrides: OverrideLedger;
  readonly #underWay = new UnderWay();
  /** When work last threw, by deployment. */
  readonly #faults = new Map<string, Instant>();
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
    const known = this.#ledger.find(idOf(request));
    if (known && known.deliveries.includes(request.delivery)) return this.#restoreAlarm();
    if (known) {
      this.#ledger.save({ ...known, deliveries: [...known.deliveries, request.delivery] });
      return this.#restoreAlarm();
    }
    this.#ledger.save(newDeployment(request, now));
    await this.ctx.storage.setAlarm(now);
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
    if (Date.now() - before.at < SEARCH_EVERY) return;
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
    const now = Date.now();
    const judge = this.#openJudge();
    const due = this.#ledger
      .findOpen()
      .filter((record) => this.#nextTurn(record) <= now && !this.#underWay.has(record.id))
      .slice(0, MAX_AN_ALARM);
    const pieces = new Map(
      due.map(({ id }) => [id, () => this.#attempt(id, () => this.#advance(id, judge))]),
    );
    for (const override of this.#untold()) {
      const { id } = override;
      if (!this.#underWay.has(id))
        pieces.set(id, () => this.#attempt(id, () => this.#tell(override)));
    }
    await this.#underWay.run(pieces, () => this.ctx.waitUntil(this.#setNextAlarm()));
    this.#ledger.forgetOld(Date.now());
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

  async #attempt(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#faults.delete(id);
    } catch (error) {
      this.#faults.set(id, Date.now());
      const name = error instanceof Error ? error.name : 'unknown';
      console.error({ event: 'alarm-broke', error: name });
    }
  }

  /** Looks, where nothing is decided yet, and gives GitHub the answer that it is owed. */
  async #advance(id: string, judge: Judge): Promise<void> {
    const record = this.#ledger.find(id);
    if (record?.decision === null) await this.#look(record, judge);
    const decided = this.#ledger.find(id);
    if (decided?.sending && decided.sending.dueAt <= Date.now()) await this.#answer(decided);
  }

  async #look(record: DeploymentRecord, judge: Judge): Promise<void> {
    const config = this.#config();
    const entry = findEntry(config.github.protect, record);
    const judgements = entry ? await judge(entry) : { results: [], unjudged: [] };
    const now = Date.now();
    const override = findOverride(this.#overrides.all, record, now);
    const decision = decide({
      entry,
      verdicts: [
        ...judgements.results.map(({ verdict }) => verdict),
        ...judgements.unjudged.map(() => null),
      ],
      isOverridden: override !== null,
      requestedAt: record.requestedAt,
      reports: record.reports.map(({ at }) => at),
      now,
    });
    if (decision.kind === 'approve' || decision.kind === 'reject') {
      const words = wordDecision(decision, { record, judgements, override, now });
      this.#store(record, words, override);
      return;
    }
    await this.#hold(record, decision, { entry, judgements, now });
  }

  /** The decision and that it is owed to GitHub are stored together. */
  #store({ id }: DeploymentRecord, decision: StoredDecision, override: Override | null): void {
    const record = this.#ledger.find(id);
    if (record?.decision !== null) return;
    if (override && decision.why === 'override') {
      this.#overrides.save({ ...override, usedBy: id }, decision.at);
    }
    const sending = { tries: 0, refusals: 0, dueAt: decision.at, isUnclear: false };
    this.#ledger.save({ ...record, decision, sending, isReported: false });
    const { repository, environment, runId: run } = record;
    const { state, why } = decision;
    log({ event: 'deployment-decided', repository, environment, run, state, why });
  }

  async #hold(
    { id }: DeploymentRecord,
    { kind, lookAt }: Extract<Decision, { kind: 'report' | 'wait' }>,
    { entry, judgements, now }: Looked,
  ): Promise<void> {
    const record = this.#ledger.find(id);
    if (record?.decision !== null || entry === null) return;
    const { summary, lines } = describeJudgements(judgements);
    const held = { ...record, lookAt, held: cutSummary(summary), isReported: false };
    // A report that is lost is not sent again: the next one says the same.
    if (kind === 'wait' || now < this.#limitedUntil) return this.#ledger.save(held);
    this.#ledger.save({ ...held, reports: [...held.reports, { at: now, answer: '' }] });
    const until = record.requestedAt + entry.holdForMs;
    const comment = writeComment(lines, [sayHeld(lookAt, until, now)]);
    const answer = await sendReport(record, comment, this.#github());
    this.#noteLimit(answer);
    const after = this.#ledger.find(id);
    if (!after) return;
    const reports = after.reports.map((one) =>
      one.at === now ? { ...one, answer: answer.kind === 'done' ? 'taken' : answer.reason } : one,
    );
    this.#ledger.save({ ...after, reports });
  }

  async #answer(before: DeploymentRecord): Promise<void> {
    const wasUnclear = before.sending?.isUnclear ?? false;
    const record = beforeSending(before, Date.now());
    this.#ledger.save(record);
    const answer = await sendDecision(record, this.#github());
    this.#noteLimit(answer);
    const now = Date.now();
    const latest = this.#ledger.find(record.id) ?? record;
    this.#ledger.save(afterSending(latest, answer, { wasUnclear, now }));
    if (answer.kind === 'done') return;
    const { repository, environment, runId: run } = record;
    const { reason } = answer;
    console.warn({ event: 'deployment-unanswered', repository, environment, run, reason });
  }

  #noteLimit(answer: GithubAnswer): void {
    if (answer.kind === 'limited') this.#limitedUntil = answer.until;
  }

  /** Of several deployments that go on together, each service is judged once. */
  #openJudge(): Judge {
    const { judge } = openCoordinators(this.env, log);
    const begun = new Map<string, Promise<ServiceResult | null>>();
    const judgeOne = (name: string) => {
      const service = this.#config().services.get(name);
      const known = begun.get(name);
      if (known || !service) return known ?? Promise.resolve(null);
      const result = within(MAX_JUDGING, judge(service)).catch(() => null);
      begun.set(name, result);
      return result;
    };
    return async ({ services }) => {
      const all = await Promise.all(
        services.map(async (name) => ({ name, result: await judgeOne(name) })),
      );
      return {
        results: all.flatMap(({ result }) => result ?? []),
        unjudged: all.filter(({ result }) => result === null).map(({ name }) => name),
      };
    };
  }

  #github(): AppClient {
    const { github, secrets } = this.#config();
    if (!secrets.githubApp) throw new ConfigurationError();
    this.#client ??= openAppClient({ apiUrl: github.apiUrl, app: secrets.githubApp });
    return this.#client;
  }

  #nextTurn(record: DeploymentRecord): Instant {
    // One that is under way sets the alarm when it is done; this is for an eviction before that.
    if (this.#underWay.has(record.id)) return Date.now() + AFTER_A_FAULT;
    const brokeAt = this.#faults.get(record.id);
    if (brokeAt !== undefined) return brokeAt + AFTER_A_FAULT;
    const at = nextWorkOf(record) ?? Number.POSITIVE_INFINITY;
    return record.sending ? Math.max(at, this.#limitedUntil) : at;
  }

  #nextWork(): Instant {
    const turns = this.#ledger.findOpen().map((record) => this.#nextTurn(record));
    const tellings = this.#untold().map(({ id }) => {
      const brokeAt = this.#faults.get(id);
      return brokeAt === undefined ? Date.now() : brokeAt + AFTER_A_FAULT;
    });
    return Math.min(
      ...turns,
      ...tellings,
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

type Judge = (entry: Pick<ProtectEntry, 'services'>) => Promise<Judgements>;

interface Looked {
  readonly entry: ProtectEntry | null;
  readonly judgements: Judgements;
  readonly now: Instant;
}

class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
