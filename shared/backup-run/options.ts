import type { Instant } from '../domain/instant.ts';
import type { BackupRequestPort, Provider } from '../provider/provider.ts';
import type { Pace } from './pace.ts';
import type { BackupRun } from './run.ts';

/** What the machine works with besides the run itself. */
export interface RunOptions<Run extends BackupRun = BackupRun> {
  readonly provider: Provider;
  /** After it the run is given up, counted from its acceptance. */
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly now: () => Instant;
  /** Makes the run durable as it is now; called before and after everything that is done. */
  readonly save: (run: Run) => void;
}

/** The same, where the provider is known to take requests. */
export interface StepOptions<Run extends BackupRun> extends RunOptions<Run> {
  readonly requests: BackupRequestPort;
}
