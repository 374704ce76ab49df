import { type Instant, MINUTE } from '../../shared/domain/instant.ts';
import { UnderWay } from './under-way.ts';

/** The delay before work that threw is tried again: a bug must not stop the clock. */
export const AFTER_A_FAULT = MINUTE;

/**
 * What an object's alarm has to do, in named pieces. Each goes on by itself: one that throws is
 * noted and tried again, one that hangs holds up no other.
 */
export class AlarmWork {
  readonly #underWay = new UnderWay();
  /** When a piece last threw. */
  readonly #faults = new Map<string, Instant>();

  /** Runs the pieces that are not under way already; see `UnderWay`. */
  run(pieces: ReadonlyMap<string, () => Promise<void>>, onLate: () => void): Promise<void> {
    const idle = [...pieces].filter(([name]) => !this.#underWay.has(name));
    const attempts = idle.map(([name, work]) => [name, () => this.attempt(name, work)] as const);
    return this.#underWay.run(new Map(attempts), onLate);
  }

  /** Work throws because of a bug, or a configuration that cannot be used. */
  async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#faults.delete(name);
    } catch (error) {
      this.#faults.set(name, Date.now());
      logFault(error);
    }
  }

  noteFault(name: string): void {
    this.#faults.set(name, Date.now());
  }

  /** There is nothing more to try. */
  forgetFault(name: string): void {
    this.#faults.delete(name);
  }

  /**
   * When a piece that is due at `at` has its turn. One that is under way sets the alarm when it is
   * done; the turn that it has here is for an eviction before that.
   */
  turnOf(name: string, at: Instant): Instant {
    if (this.#underWay.has(name)) return Date.now() + AFTER_A_FAULT;
    const brokeAt = this.#faults.get(name);
    return brokeAt === undefined ? at : brokeAt + AFTER_A_FAULT;
  }

  /** When the first piece that threw is tried again. */
  nextRetry(): Instant {
    return Math.min(...[...this.#faults.values()].map((brokeAt) => brokeAt + AFTER_A_FAULT));
  }
}

export function logFault(error: unknown): void {
  console.error({ event: 'alarm-broke', error: error instanceof Error ? error.name : 'unknown' });
}
