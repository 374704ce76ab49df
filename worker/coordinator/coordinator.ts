import { DurableObject } from 'cloudflare:workers';
import { systemClock } from '../../shared/clock.ts';
import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { PROVIDERS } from '../../shared/provider/create-provider.ts';
import type { Config } from '../config.ts';
import { secretValues } from '../config/secrets.ts';
import { DEFAULT_TIMEOUT } from '../config/services.ts';
import type { Env } from '../env.ts';
import { configOf } from '../known-config.ts';
import { accept } from './accept.ts';
import { advance, nextStep } from './advance.ts';
import { Ledger } from './ledger.ts';
import { type RunRecord, toRun } from './record.ts';
import { type Acceptance, ENDED, type Run, type RunRequest } from './run.ts';
import { oweTellings, tellDue } from './tellings.ts';

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
      oweTellings(joiner, { ledger: this.#ledger, config: { notify: [] }, now });
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
      const healthy = await this.#goOn();
      await this.#setNextAlarm(healthy ? Date.now() : Date.now() + AFTER_A_FAULT);
    } catch (error) {
      logFault(error);
      await this.ctx.storage.setAlarm(Date.now() + AFTER_A_FAULT);
    }
  }

  /** Runs go on side by side, and each on its own: a fault in one must not hold up the others. */
  async #goOn(): Promise<boolean> {
    const runs = this.#ledger.findUnfinished();
    const advanced = await Promise.all(runs.map((run) => attempt(() => this.#advance(run))));
    const told = await attempt(() => this.#tell());
    this.#ledger.forgetOld(Date.now());
    return told && advanced.every(Boolean);
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
    if (!ENDED.includes(run.state)) return;
    oweTellings(toRun(run), { ledger: this.#ledger, config, now: Date.now() });
  }

  #tell(): Promise<void> {
    const secretsOf = (name: string) => secretValues(this.env, name);
    const now = () => Date.now();
    return tellDue({ ledger: this.#ledger, config: this.#config(), secretsOf, now });
  }

  async #setNextAlarm(earliest: Instant): Promise<void> {
    const runs = this.#ledger.findUnfinished().map((run) => this.#nextTurn(run, earliest));
    const tellings = this.#ledger.findTellings().map(({ dueAt }) => dueAt);
    const next = Math.min(...runs, ...tellings, this.#ledger.nextForgetting() ?? Infinity);
    if (Number.isFinite(next)) await this.ctx.storage.setAlarm(Math.max(next, earliest));
  }

  #nextTurn(run: RunRecord, now: Instant): Instant {
    const config = configOf(this.env);
    if (!config.ok) return now;
    const service = config.value.services.get(run.service);
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

/** Whether it went well; what broke it is a bug, or a configuration that cannot be used. */
async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    logFault(error);
    return false;
  }
}

function logFault(error: unknown): void {
  console.error({ event: 'alarm-broke', error: error instanceof Error ? error.name : 'unknown' });
}
