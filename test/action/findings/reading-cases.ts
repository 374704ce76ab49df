import { addHealthy } from '../backups-in-emulator.ts';
import { SERVICE } from '../step.ts';
import type { FindingCase } from './finding-case.ts';

/** What cannot be read, or does not come about. */
export const READING_CASES: readonly FindingCase[] = [
  {
    when: 'the provider answers web pages',
    arrange: (emulator) => emulator.fail({ kind: 'html', times: Infinity }),
    findings: ['block evidence-unavailable'],
  },
  {
    when: 'a row of the list cannot be read',
    arrange: (emulator) => {
      addHealthy(emulator);
      const body = { backups: [emulator.backups(SERVICE)[0], 'not a row'] };
      emulator.fail({ kind: 'json', body, when: { path: /backups$/ } });
    },
    findings: ['block evidence-incomplete'],
  },
  {
    when: 'a requested backup is refused',
    arrange: (emulator) => {
      addHealthy(emulator);
      emulator.fail({ kind: 'status', status: 400, when: { method: 'POST' } });
    },
    inputs: { backup: 'always' },
    findings: ['block backup-request-failed'],
  },
  {
    when: 'a requested backup does not end in time',
    arrange: (emulator) => {
      addHealthy(emulator);
      emulator.nextBackup({ runningMs: Infinity });
    },
    inputs: { backup: 'always', timeout: '5m' },
    findings: ['block wait-timed-out', 'info backup-in-progress'],
  },
];
