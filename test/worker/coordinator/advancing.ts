import { HOUR, type Instant } from '../../../shared/domain/instant.ts';
import type { ServiceConfig } from '../../../worker/config.ts';
import { advance, nextStep } from '../../../worker/coordinator/advance.ts';
import type { RunRecord } from '../../../worker/coordinator/record.ts';
import { hurry } from '../../shared/http/retry-delays.ts';
import { type Cloud, KEY, SERVICE, startCloud } from '../../shared/provider/mariadb-cloud/cloud.ts';
import { backupRow, hoursAgo } from '../../shared/provider/mariadb-cloud/rows.ts';
import { acceptedRun } from './run-record.ts';

/** A run as it was made durable, and how many creating requests had arrived by then. */
export interface Saved {
  readonly run: RunRecord;
  readonly posts: number;
}

export interface Advancing extends Cloud {
  /** A run that is accepted now, before anything was done for it. */
  readonly accepted: RunRecord;
  readonly service: ServiceConfig;
  /** In order. */
  readonly saves: Saved[];
  /** Takes the steps that are due, as an alarm does. */
  step(run: RunRecord): Promise<RunRecord>;
  /** Moves time from step to step until the run has ended. */
  finish(run: RunRecord): Promise<RunRecord>;
  /** How many one-time backups the provider was made to take. */
  countBackups(): number;
  /** Runs on each save, after it; what it throws is the crash. */
  onSave(happening: (run: RunRecord) => void): void;
}

/** A service with an old backup, its real provider, and a clock that moves only when slept on. */
export async function startAdvancing(timeoutMs = HOUR): Promise<Advancing> {
  const cloud = await startCloud();
  const { emulator, provider, clock, count } = cloud;
  emulator.addBackup(backupRow('old', { start_time: hoursAgo(24) }));
  const saves: Saved[] = [];
  let happening: (run: RunRecord) => void = () => {};
  const save = (run: RunRecord) => {
    saves.push({ run, posts: count('POST') });
    happening(run);
  };
  const service = serviceWith(emulator.url, timeoutMs);
  const options = { provider, service, save, now: () => clock.now() };
  const step = (run: RunRecord) => hurry(advance(run, options));
  return {
    ...cloud,
    service,
    accepted: acceptedRun(clock.now()),
    saves,
    step,
    finish: async (run) => {
      let current = await step(run);
      while (current.finishedAt === null) {
        const { at } = nextStep(current, service, clock.now());
        await clock.sleep(waitUntil(at, clock.now()));
        current = await step(current);
      }
      return current;
    },
    countBackups: () =>
      emulator.schedules(SERVICE).filter(({ schedule }) => schedule === 'once').length,
    onSave: (next) => {
      happening = next;
    },
  };
}

function waitUntil(at: Instant, now: Instant): number {
  if (at <= now) throw new RangeError('a step that was due has not been taken');
  return Math.ceil(at - now);
}

function serviceWith(baseUrl: string, timeoutMs: number): ServiceConfig {
  return {
    name: 'prod',
    provider: 'mariadb-cloud',
    service: SERVICE,
    apiKey: KEY,
    baseUrl,
    type: 'full',
    minIntervalMs: 0,
    timeoutMs,
  };
}
