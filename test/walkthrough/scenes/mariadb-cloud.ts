import {
  addNightlyBackups,
  addNightlySchedule,
  nightlyCron,
} from '../../emulator/mariadb-cloud/nightly-backups.ts';
import { secret } from '../step-yaml.ts';
import type { Scene } from './scene.ts';

const key = { 'api-key': secret('SKYSQL_API_KEY') };
const unscheduled = 'dbtgf28044362';
const failing = 'dbtgf28044377';

export const mariadbCloudScenes: readonly Scene[] = [
  {
    title: 'MariaDB Cloud: a healthy service gets a schedule',
    story:
      "Last night's backup succeeded, but nothing makes sure that there will be a next one. The step creates a nightly schedule, then looks at the backups and opens the gate.",
    on: 'mariadbCloud',
    prepare: ({ mariadbCloud }) =>
      addNightlyBackups(mariadbCloud, { service: unscheduled, count: 7 }),
    inputs: { ...key, service: unscheduled, schedule: nightlyCron },
    expected: { exitCode: 0, outputs: { gate: 'open', 'schedule-change': 'created' } },
    shows: { outputs: ['recovery-point', 'schedule-change'], summary: true },
  },
  {
    title: 'MariaDB Cloud: the latest backup failed',
    story:
      "Last night's backup of another service failed. Exit code 1 is what is wanted here: the step fails, so the deploy that comes after it does not start.",
    on: 'mariadbCloud',
    prepare: ({ mariadbCloud }) => {
      addNightlySchedule(mariadbCloud, failing);
      addNightlyBackups(mariadbCloud, { service: failing, count: 7, lastStatus: 'Failed' });
    },
    inputs: { ...key, service: failing },
    expected: { exitCode: 1, outputs: { gate: 'closed', 'backup-status': 'failed' } },
    shows: { outputs: ['reasons', 'backup-status'], summary: true },
  },
  {
    title: 'MariaDB Cloud: the step repairs it',
    story:
      'The same service, and one more line in the step. It takes a new backup because one is needed, waits until that has succeeded, and opens the gate.',
    on: 'mariadbCloud',
    prepare: ({ mariadbCloud }) => mariadbCloud.nextBackup({ queuedMs: 1000, runningMs: 3000 }),
    inputs: { ...key, service: failing, backup: 'if-needed' },
    expected: { exitCode: 0, outputs: { gate: 'open', 'backup-status': 'succeeded' } },
    shows: { outputs: ['backup-status', 'recovery-point'], summary: false },
  },
];
