import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addNightlyBackups, addNightlySchedule, nightlyCron } from './nightly-backups.ts';
import type { StepInputs } from './step-yaml.ts';

export interface Scene {
  readonly title: string;
  /** What the reader must know before the step runs. */
  readonly story: string;
  /** Brings the emulated service into the state that the story tells. */
  readonly prepare: (emulator: MariadbCloudEmulator) => void;
  /** As in the workflow; key and base URL come on top. */
  readonly inputs: StepInputs;
  readonly expected: { readonly exitCode: number; readonly outputs: StepInputs };
  /** Outputs to show. */
  readonly outputs: readonly string[];
}

const unscheduled = 'dbtgf28044362';
const failing = 'dbtgf28044377';

export const scenes: readonly Scene[] = [
  {
    title: 'A healthy service gets a schedule',
    story:
      "Last night's backup succeeded, but nothing makes sure that there will be a next one. The step creates a nightly schedule, then looks at the backups and opens the gate.",
    prepare: (emulator) => addNightlyBackups(emulator, { service: unscheduled, count: 7 }),
    inputs: { service: unscheduled, schedule: nightlyCron },
    expected: { exitCode: 0, outputs: { gate: 'open', 'schedule-change': 'created' } },
    outputs: ['verdict', 'recovery-point', 'schedule-change'],
  },
  {
    title: 'The latest backup failed',
    story:
      "Last night's backup of another service failed. Exit code 1 is what is wanted here: the step fails, so the deploy that comes after it does not start.",
    prepare: (emulator) => {
      addNightlySchedule(emulator, failing);
      addNightlyBackups(emulator, { service: failing, count: 7, lastStatus: 'Failed' });
    },
    inputs: { service: failing },
    expected: { exitCode: 1, outputs: { gate: 'closed', 'backup-status': 'failed' } },
    outputs: ['verdict', 'reasons', 'backup-status'],
  },
  {
    title: 'The step repairs it',
    story:
      'The same service, and one more line in the step. It takes a new backup because one is needed, waits until that has succeeded, and opens the gate.',
    prepare: (emulator) => emulator.nextBackup({ queuedMs: 1000, runningMs: 3000 }),
    inputs: { service: failing, backup: 'if-needed' },
    expected: { exitCode: 0, outputs: { gate: 'open', 'backup-status': 'succeeded' } },
    outputs: ['verdict', 'recovery-point', 'age-seconds'],
  },
];
