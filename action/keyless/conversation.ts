import type { Clock } from '../../shared/clock.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { WorkerAnswer } from './answer.ts';
import type { Unasked } from './connection.ts';
import type { Job } from './question.ts';
import type { WorkerClient } from './worker-client.ts';
import type { Run } from './worker-run.ts';

/** What a conversation needs, and how far it is. */
export interface Conversation {
  readonly job: Job;
  readonly worker: WorkerClient;
  readonly clock: Clock;
  /** Waiting ends here, somewhat before the step's deadline: the last question needs time too. */
  readonly waitUntil: Instant;
  /** One line about a service, by its name in the Worker; it holds no raw text from outside. */
  readonly log: (service: string, line: string) => void;
  /** The runs that are waited for, as they were last seen. */
  runs: readonly Run[];
}

/** The last answer, or why there is none. */
export type Outcome = Extract<WorkerAnswer, { kind: 'checked' }> | Unasked;
