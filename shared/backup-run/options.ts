import type { Instant } from '../domain/instant.ts';
import type { BackupRequestPort, Provider } from '../provider/provider.ts';
import type { Pace } from './pace.ts';
import type { BackupRun } from './run.ts';

/** What the machine needs besides the run itself. */
export interface RunOptions<Run extends BackupRun = BackupRun> {
  readonly provider: Provider;
  /** The run times out this long after its acceptance. */
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly now: () => Instant;
  /** Stores the run. Called before and after every effect. */
  readonly save: (run: Run) => void;
}

/** The same, for a provider that is known to take requests. */
export interface StepOptions<Run extends BackupRun> extends RunOptions<Run> {
  readonly requests: BackupRequestPort;
}
