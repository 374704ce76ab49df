import { DurableObject } from 'cloudflare:workers';
import { systemClock } from '../../shared/clock.ts';
import { type Instant, MINUTE, SECOND } from '../../shared/domain/instant.ts';
import { PROVIDERS } from '../../shared/provider/create-provider.ts';
import type { Config } from '../config.ts';
import { secretValues } from '../config/secrets.ts';
import { DEFAULT_TIMEOUT } from '../config/services.ts';
import type { Env } from '../env.ts';
import { configOf } from '../known-config.ts';
import { targetsOf, tell } from '../notify/index.ts';
import { accept } from './accept.ts';
import { advance, nextStep } from './advance.ts';
import { Ledger, type Telling } from './ledger.ts';
import type { RunRecord } from './record.ts';
import { type Acceptance, ENDED, type Run, type RunRequest } from './run.ts';

/** A telling that keeps failing in passing ways is tried for about a day. */
const MOST_TRIES = 30;
const FIRST_RETRY = 5 * SECOND;
const LONGEST_RETRY = 60 * MINUTE;

/** How soon a broken alarm is tried again: a bug must not stop the clock. */
const AFTER_A_FAULT = MINUTE;

/**
 * One object for each service: its lock, its ledger and its clock. Whatever it is about to do is on
 * durable storage before it is done, so that it goes on after a crash at any moment.
 */
export class Coordinator extends DurableObject<Env> {
  readonly #ledger: Ledger;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
  }

  /** The answer leaves only when all of this is durable: the platform holds it back until then. */
  async accept(request: RunRequest): Promise<Acceptance> {
    const config = this.#config();
    const service = config.services.get(request.service);
    if (!service) throw new ConfigurationError();
    const now = Date.now();
    const { run, joined, repeated } = accept(request, { ledger: this.#ledger, service, now });
    const ended = ENDED.includes(run.state);
    // Whoever joins a run that has ended already is told of it; all others have been told.
    if (joined && ended && !repeated) {
      const joiner = { ...toRun(run), requestedBy: [request.requester] };
      this.#addTellings(joiner, { ...config, notify: [] });
    }
    const isNew = !repeated && (!joined || ended);
    // What goes on has its alarm already; where that was lost, it gets it back.
    if (isNew || (await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(now);
    }
    return { joined, run: toRun(run) };
  }

  async findRun(id: string): Promise<Run | null> {
    const run = this.#ledger.find(id);
    return run && toRun(run);
  }

  override async alarm(): Promise<void> {
    try {
      for (const run of this.#ledger.findUnfinished()) await this.#advance(run);
      for (const telling of this.#ledger.findTellings()) await this.#tell(telling);
      this.#ledger.forgetOld(Date.now());
      await this.#setNextAlarm();
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      console.error({ event: 'alarm-broke', error: name });
      await this.ctx.storage.setAlarm(Date.now() + AFTER_A_FAULT);
    }
  }

  async #advance(run: RunRecord): Promise<void> {
    const config = this.#config();
    const service = config.services.get(run.service);
    if (!service) return this.#missService(run, config);
    const provider = PROVIDERS[service.provider].create({ ...service, clock: systemClock });
    const now = () => Date.now();
    await advance(run, { provider, service, now, save: (next) => this.#save(next, config) });
  }

  /** Whoever took a service away by mistake has as long to put it back as a run takes by default. */
  #missService(run: RunRecord, config: Config): void {
    console.warn({ event: 'service-missing', service: run.service, run: run.id });
    const finishedAt = Date.now();
    if (finishedAt < run.acceptedAt + DEFAULT_TIMEOUT) return;
    const message = 'its service is not in the configuration any more';
    this.#save({ ...run, state: 'timed-out', finishedAt, message }, config);
  }

  /** Others may have joined since the run was read; its end and whom to tell belong together. */
  #save(next: RunRecord, config: Config): void {
    const requestedBy = this.#ledger.find(next.id)?.requestedBy ?? next.requestedBy;
    const run = { ...next, requestedBy };
    this.#ledger.save(run);
    if (ENDED.includes(run.state)) this.#addTellings(toRun(run), config);
  }

  #addTellings(run: Run, config: Config): void {
    for (const target of targetsOf(run, config)) {
      const id = crypto.randomUUID();
      this.#ledger.addTelling({ id, runId: run.id, target, tries: 0, dueAt: Date.now() });
    }
  }

  async #tell(telling: Telling): Promise<void> {
    const run = this.#ledger.find(telling.runId);
    // Left in its place it would be due for ever, and the alarm would ring without end.
    if (!run) return this.#ledger.removeTelling(telling.id);
    if (telling.dueAt > Date.now()) return;
    const config = this.#config();
    const { id, target, tries } = telling;
    const secretsOf = (name: string) => secretValues(this.env, name);
    const told = await tell(target, toRun(run), { config, secretsOf, now: () => Date.now() });
    if (told.kind === 'passing' && tries + 1 < MOST_TRIES) {
      const patience = Math.min(FIRST_RETRY * 2 ** tries, LONGEST_RETRY);
      // `Retry-After: 0` would use up all tries in a moment.
      const wait = Math.max(told.retryAfterMs ?? 0, patience);
      this.#ledger.addTelling({ ...telling, tries: tries + 1, dueAt: Date.now() + wait });
      return;
    }
    if (told.kind !== 'told') this.#recordUndelivered(run.id, told.reason);
    this.#ledger.removeTelling(id);
  }

  /** Others may have joined while it was being told, so the run is read again. */
  #recordUndelivered(id: string, reason: string): void {
    const run = this.#ledger.find(id);
    if (run) this.#ledger.save({ ...run, undelivered: [...run.undelivered, reason] });
    console.warn({ event: 'undeliverable', run: id, reason });
  }

  async #setNextAlarm(): Promise<void> {
    const runs = this.#ledger.findUnfinished().map((run) => this.#nextTurn(run, Date.now()));
    const tellings = this.#ledger.findTellings().map(({ dueAt }) => dueAt);
    const next = Math.min(...runs, ...tellings, this.#ledger.nextForgetting() ?? Infinity);
    if (Number.isFinite(next)) await this.ctx.storage.setAlarm(Math.max(next, Date.now()));
  }

  #nextTurn(run: RunRecord, now: Instant): Instant {
    const service = this.#config().services.get(run.service);
    if (service) return nextStep(run, service, now).at;
    return Math.min(now + AFTER_A_FAULT, run.acceptedAt + DEFAULT_TIMEOUT);
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

/** The part that leaves the coordinator. */
function toRun({ progress: _progress, ...run }: RunRecord): Run {
  return run;
}
