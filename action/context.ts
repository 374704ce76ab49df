import type * as Core from '@actions/core';
import type { Clock } from '../shared/clock.ts';

/** The parts of `@actions/core` that the step uses. */
export type ActionCore = Pick<
  typeof Core,
  'error' | 'info' | 'notice' | 'setOutput' | 'setSecret' | 'warning'
> & {
  /** Fails the step with an annotation, which `@actions/core` gives no title. */
  setFailed(message: string, properties: { readonly title: string }): void;
  readonly summary: { addRaw(text: string): unknown; write(): Promise<unknown> };
};

/** The environment variables of the step. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the step needs besides its inputs. */
export interface Dependencies {
  readonly core: ActionCore;
  readonly clock: Clock;
  readonly env: Environment;
  /** Aborted when the runner ends the step; the reason is the signal's name. */
  readonly interruption?: AbortSignal;
}
