import { addBackup, addNightly } from '../backups-in-emulator.ts';
import type { FindingCase } from './finding-case.ts';

export const SCHEDULE_CASES: readonly FindingCase[] = [
  {
    when: 'there is no schedule',
    arrange: (emulator) => addBackup(emulator, 10),
    findings: ['warn no-schedule'],
  },
  {
    when: 'nightly full backups fail while hourly snapshots succeed',
    arrange: (emulator) => {
      addBackup(emulator, 1, { type: 'snapshot' });
      addBackup(emulator, 2, { type: 'snapshot' });
      for (const nights of [0, 1, 2]) addBackup(emulator, 10 + 24 * nights, { status: 'Failed' });
      addBackup(emulator, 82);
      addNightly(emulator);
      addNightly(emulator, { type: 'snapshot', schedule: '0 * * * *' });
    },
    findings: ['warn schedule-not-kept'],
  },
  {
    when: 'the provider says that a schedule cannot run',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { status: 'Failed', message: 'Invalid storage credentials' });
    },
    findings: ['warn schedule-unhealthy'],
  },
  {
    when: 'the schedule of the only accepted type is suspended, beside an active one',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { suspended: true });
      addNightly(emulator, { type: 'binarylog', schedule: '0 * * * *' });
    },
    inputs: { 'accept-types': 'full' },
    findings: ['warn schedule-suspended'],
  },
  {
    when: 'the only schedule is suspended',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { suspended: true });
    },
    findings: ['warn schedule-suspended'],
  },
  {
    when: 'schedule: enabled finds several that could be resumed',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { id: 1, suspended: true });
      addNightly(emulator, { id: 2, suspended: true });
    },
    inputs: { schedule: 'enabled' },
    findings: ['block schedule-ambiguous', 'block schedule-suspended'],
  },
  {
    when: 'schedule: enabled finds none',
    arrange: (emulator) => addBackup(emulator, 10),
    inputs: { schedule: 'enabled' },
    findings: ['block schedule-missing'],
  },
  {
    when: 'the cron of the schedule is not revealed',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { schedule: 'cron' });
    },
    findings: ['info schedule-unverifiable'],
  },
  {
    when: 'the schedule runs more often than the one asked for',
    arrange: (emulator) => {
      addBackup(emulator, 0.5);
      addNightly(emulator, { schedule: '0 * * * *' });
    },
    inputs: { schedule: '0 2 * * *' },
    findings: ['info schedule-kept'],
  },
  {
    when: 'the schedules are suspended, as was asked for',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator);
    },
    inputs: { schedule: 'suspended' },
    findings: ['info schedule-suspended'],
  },
  {
    when: 'the last schedule is deleted, as was asked for',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      addNightly(emulator, { id: 215 });
    },
    inputs: { schedule: 'absent', 'schedule-id': '215' },
    findings: ['info no-schedule'],
  },
  {
    when: 'the new schedule is refused',
    arrange: (emulator) => {
      addBackup(emulator, 10);
      emulator.fail({ kind: 'status', status: 400, when: { method: 'POST' } });
    },
    inputs: { schedule: '0 2 * * *' },
    findings: ['block schedule-change-failed'],
  },
];
