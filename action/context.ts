import type * as Core from '@actions/core';
import type { Clock } from '../shared/clock.ts';
import type { Instant } from '../shared/domain/instant.ts';
import type { Provider } from '../shared/provider/provider.ts';
import type { Inputs } from './inputs/index.ts';

/** The part of the runner that the step writes to. */
export type ActionCore = Pick<
  typeof Core,
  'error' | 'info' | 'notice' | 'setFailed' | 'setOutput' | 'warning'
> & { readonly summary: { addRaw(text: string): unknown; write(): Promise<unknown> } };

/** The environment variables of the step. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the step works with besides its inputs. */
export interface Dependencies {
  readonly core: ActionCore;
  readonly clock: Clock;
  readonly env: Environment;
}

/** What every part of the work on one service needs. */
export interface ServiceContext {
  readonly service: string;
  readonly inputs: Inputs;
  readonly provider: Provider;
  readonly clock: Clock;
  /** No wait goes on beyond this: `timeout` bounds all waiting of the step together. */
  readonly deadline: Instant;
  /** One line about this service; it must not hold raw text from outside. */
  readonly log: (line: string) => void;
}
