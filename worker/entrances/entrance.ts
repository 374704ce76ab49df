import type { Hono } from 'hono/tiny';
import type { Secrets } from '../config/index.ts';
import type { EntranceDependencies } from '../dependencies.ts';

/** A way in. Without its secret its route answers 404. */
export interface Entrance {
  readonly name: string;
  /** Several values while one is rotated; none if the entrance is closed. */
  readonly secretsOf: (secrets: Secrets) => readonly string[];
  readonly register: (app: Hono, deps: EntranceDependencies) => void;
}
