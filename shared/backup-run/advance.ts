import { ProviderError } from '../provider/errors.ts';
import type { Provider } from '../provider/provider.ts';
import type { RunOptions } from './options.ts';
import { plan, type Step } from './plan.ts';
import { endRun, tryLater } from './record.ts';
import { type BackupRun, isEnded } from './run.ts';
import { look, search } from './look.ts';
import { send } from './send.ts';
import { takeSnapshot } from './snapshot.ts';

/** Takes every step that is due, one at a time. Each is recorded before and after it is taken. */
export async function advance<Run extends BackupRun>(
  start: Run,
  options: RunOptions<Run>,
): Promise<Run> {
  let run = start;
  for (;;) {
    const step = nextStep(run, options);
    if (step.kind === 'none' || step.at > options.now()) return run;
    run = withClock(await takeStep(run, step, options), options.provider);
    options.save(run);
  }
}

/** The next step, and when it is due. */
export function nextStep(
  run: BackupRun,
  { timeoutMs, pace, now }: Pick<RunOptions, 'timeoutMs' | 'pace' | 'now'>,
): Step {
  return plan(run, { timeoutMs, pace, now: now() });
}

async function takeStep<Run extends BackupRun>(
  run: Run,
  { kind }: Step,
  options: RunOptions<Run>,
): Promise<Run> {
  const { requests } = options.provider;
  if (!requests) {
    const message = `${options.provider.title}'s API cannot start a backup`;
    return endRun(run, { state: 'failed', message }, options.now());
  }
  const withRequests = { ...options, requests };
  switch (kind) {
    case 'snapshot':
      return orTryLater(run, options, () => takeSnapshot(run, withRequests));
    case 'send':
      return orTryLater(run, options, () => send(run, withRequests));
    case 'search':
      return orTryLater(run, options, () => search(run, withRequests));
    case 'look':
      return orTryLater(run, options, () => look(run, withRequests));
    case 'give-up':
      return endRun(run, { state: 'timed-out', message: explainTimeout(run) }, options.now());
    case 'none':
      return run;
  }
}

/** Errors while asking the provider only delay the run. What ends it is recorded in its state. */
async function orTryLater<Run extends BackupRun>(
  run: Run,
  { now }: RunOptions<Run>,
  step: () => Promise<Run>,
): Promise<Run> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { message, retryAfterMs } = error;
    return tryLater({ ...run, message }, { now: now(), pauseMs: retryAfterMs });
  }
}

function withClock<Run extends BackupRun>(run: Run, provider: Provider): Run {
  const clockOffsetMs = provider.clockOffsetMs();
  if (clockOffsetMs === null || isEnded(run)) return run;
  return { ...run, progress: { ...run.progress, clockOffsetMs } };
}

function explainTimeout({ message, state, progress: { sends, found } }: BackupRun): string {
  const seen = `last seen: ${message ?? state}`;
  if (found) return `it did not finish in time; ${seen}`;
  if (sends === 0) return `no request could be sent in time; ${seen}`;
  const times = sends === 1 ? 'once' : `${sends} times`;
  return `the request was sent ${times}, but no backup appeared in time; ${seen}`;
}
