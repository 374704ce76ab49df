import type { Hono } from 'hono/tiny';
import type { Config } from '../config/index.ts';
import type { EntranceDependencies } from '../dependencies.ts';

/** A way in. Where it is not open its route answers 404. */
export interface Entrance {
  readonly name: string;
  /** Whether all that it needs is configured. */
  readonly isOpen: (config: Config) => boolean;
  readonly register: (app: Hono, deps: EntranceDependencies) => void;
}
