import {
  addBackup,
  addHealthy,
  addNightly,
  addNights,
  addRunning,
  hoursAgo,
} from '../backups-in-emulator.ts';
import type { FindingCase } from './finding-case.ts';

export const BACKUP_CASES: readonly FindingCase[] = [
  {
    when: 'the newest finished backup failed',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, 1, { status: 'Failed' });
    },
    findings: ['block latest-backup-failed'],
  },
  {
    when: 'the newest finished backup was canceled',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, 1, { status: 'Canceled' });
    },
    findings: ['block latest-backup-failed'],
  },
  {
    when: 'no backup is of an accepted type',
    arrange: addHealthy,
    inputs: { 'accept-types': 'dump' },
    findings: ['block no-usable-backup'],
  },
  {
    when: 'the last due run is missing',
    arrange: (emulator) => {
      addNightly(emulator);
      addBackup(emulator, 34);
    },
    findings: ['block recovery-point-too-old'],
  },
  {
    when: 'a backup is older than max-age',
    arrange: addHealthy,
    inputs: { 'max-age': '35999s' },
    findings: ['block recovery-point-too-old'],
  },
  {
    when: 'a backup is exactly as old as max-age',
    arrange: addHealthy,
    inputs: { 'max-age': '36000s' },
    findings: [],
  },
  {
    when: 'no schedule tells what was due, and the backup is older than 48 hours',
    arrange: (emulator) => addBackup(emulator, 49),
    findings: ['warn recovery-point-too-old', 'warn no-schedule'],
  },
  {
    when: 'a recovery point lies more than 5 minutes ahead',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, -301 / 3600);
    },
    findings: ['block recovery-point-in-future'],
  },
  {
    when: 'a recovery point lies exactly 5 minutes ahead',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, -300 / 3600);
    },
    findings: [],
  },
  {
    when: 'the newest backup still runs',
    arrange: (emulator) => {
      addHealthy(emulator);
      addRunning(emulator, 1);
    },
    findings: ['info backup-in-progress'],
  },
  {
    when: 'the newest backup still runs, with in-progress: block',
    arrange: (emulator) => {
      addHealthy(emulator);
      addRunning(emulator, 1);
    },
    inputs: { 'in-progress': 'block' },
    findings: ['block backup-in-progress'],
  },
  {
    when: 'a backup has been running for more than 6 hours',
    arrange: (emulator) => {
      addHealthy(emulator);
      addRunning(emulator, 6.01);
    },
    findings: ['block backup-stuck', 'info backup-in-progress'],
  },
  {
    when: 'the backup is smaller than min-size',
    arrange: addHealthy,
    inputs: { 'min-size': '5.1MB' },
    findings: ['block too-small'],
  },
  {
    when: 'the backup is empty',
    arrange: (emulator) => {
      addNightly(emulator);
      addBackup(emulator, 10, { storage_bytes: 0 });
    },
    findings: ['block too-small'],
  },
  {
    when: 'the size is not given, with min-size and on-unknown: warn',
    arrange: (emulator) => {
      addNightly(emulator);
      addBackup(emulator, 10, { storage_bytes: undefined });
    },
    inputs: { 'min-size': '1B', 'on-unknown': 'warn' },
    findings: ['warn too-small'],
  },
  {
    when: 'the size is not given, without min-size',
    arrange: (emulator) => {
      addNightly(emulator);
      addBackup(emulator, 10, { storage_bytes: undefined });
    },
    findings: [],
  },
  {
    when: 'the backup is smaller than half of those before it',
    arrange: (emulator) => {
      addNightly(emulator);
      addNights(emulator, [{ storage_bytes: 2_499_999 }, {}, {}, {}, {}]);
    },
    findings: ['warn size-dropped'],
  },
  {
    when: 'the backup took far longer than those before it',
    arrange: (emulator) => {
      addNightly(emulator);
      addNights(emulator, [{ end_time: hoursAgo(emulator, 9) }, {}, {}, {}, {}]);
    },
    findings: ['info slower-than-usual'],
  },
  {
    when: 'the newest incremental backup stands on a failed one',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, 9, { id: 'full', status: 'Failed' });
      addBackup(emulator, 1, { type: 'incremental', reference_full_backup: 'full' });
    },
    findings: ['block restore-chain-broken'],
  },
  {
    when: 'the newest status is a word not known',
    arrange: (emulator) => {
      addHealthy(emulator);
      addBackup(emulator, 1, { status: 'Teleported' });
    },
    findings: ['block status-unrecognised'],
  },
];
