import { type Clock, endSleepAt } from '../../shared/clock.ts';
import type { Problem } from '../../shared/domain/evidence.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Severity } from '../../shared/domain/finding.ts';
import type { Patience } from '../../shared/http/patience.ts';
import type { ActionCore, Dependencies } from '../context.ts';

/** Who stands in place of the provider's name where nobody said which it is. */
export const THE_WORKER = 'the Worker';
export const GITHUB = 'GitHub';

/** Why a Worker could not be asked, or did not answer the question. Holds no token. */
export class Unasked extends Error {
  override readonly name = 'Unasked';
  readonly problem: Problem;
  /** Who did not answer. */
  readonly by: typeof THE_WORKER | typeof GITHUB;
  /** All that the Worker said, where that is too long for a finding. Untrusted text. */
  readonly said: string | null;
  /** What was asked for cannot be done, which says nothing of the backups there are. */
  readonly isAboutRequest: boolean;

  constructor(
    problem: Problem,
    {
      by = THE_WORKER,
      said = null,
      isAboutRequest = false,
    }: Partial<Pick<Unasked, 'by' | 'said' | 'isAboutRequest'>> = {},
  ) {
    super(problem.message);
    this.problem = problem;
    this.by = by;
    this.said = said;
    this.isAboutRequest = isAboutRequest;
  }
}

/** What lasts until somebody changes something blocks; for the rest there is `on-unknown`. */
export function severityOf({ kind }: Problem, onUnknown: Severity): Severity {
  return kind === 'unavailable' ? onUnknown : 'block';
}

/** What requests are sent with. */
export interface Connection {
  readonly core: Pick<ActionCore, 'info' | 'setSecret'>;
  readonly clock: Clock;
  /** How long to wait for somebody, who is named in the log. */
  readonly patience: (whom: string) => Patience;
}

export function createConnection({ core, clock }: Dependencies, deadline: Instant): Connection {
  return {
    core,
    clock: endSleepAt(deadline, clock),
    patience: (whom) => ({
      deadline,
      retries: 'a-minute',
      log: (line) => core.info(`${whom}: ${line}`),
    }),
  };
}
