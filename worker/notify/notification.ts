import * as v from 'valibot';
import { Target } from './target.ts';

/**
 * What is kept of an event until it is told. Of a run only its id, because the ledger keeps the run
 * for longer than it is told of; an event without such a record brings all that it tells.
 */
export const StoredEvent = v.variant('kind', [
  v.object({ kind: v.literal('run-ended'), runId: v.string() }),
]);
export type StoredEvent = Readonly<v.InferOutput<typeof StoredEvent>>;

/** An event that is still to be told to someone, as the ledger has it. */
export const Notification = v.object({
  version: v.literal(2),
  /** Stays the same over all tries. */
  id: v.string(),
  event: StoredEvent,
  target: Target,
  tries: v.number(),
  /** Milliseconds since 1970, UTC. */
  dueAt: v.number(),
});
export type Notification = Readonly<v.InferOutput<typeof Notification>>;
