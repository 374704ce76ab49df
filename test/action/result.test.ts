import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from './backups-in-emulator.ts';
import { parseResult } from './result-json.ts';
import { runStep, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

test('the result of a healthy service holds its backup and its schedule', async () => {
  addNightly(emulator, { id: 215 });
  addBackup(emulator, 10, { id: 'last-night' });
  const step = await runStep(emulator);
  expect(parseResult(step.outputs)).toEqual({
    version: 1,
    verdict: 'pass',
    gate: 'open',
    dryRun: false,
    judgedAt: '2026-01-15T12:00:00Z',
    services: [
      {
        provider: 'mariadb-cloud',
        service: SERVICE,
        verdict: 'pass',
        cause: null,
        findings: [],
        latest: {
          id: 'last-night',
          type: 'full',
          status: 'succeeded',
          statusText: 'Succeeded',
          usable: true,
          recoveryPointAt: '2026-01-15T02:00:00Z',
          ageSeconds: 36_000,
          sizeBytes: 5_000_000,
          sizeText: null,
        },
        schedule: {
          id: '215',
          type: 'full',
          cron: '0 2 * * *',
          suspended: false,
          change: null,
          before: null,
          nextRunAt: '2026-01-16T02:00:00Z',
        },
        request: null,
      },
    ],
  });
});

test('a finding has a code, a severity, its numbers in seconds and a message', async () => {
  addNightly(emulator);
  addBackup(emulator, 10, { id: 'last-night' });
  const step = await runStep(emulator, { 'max-age': '9h' });
  expect(parseResult(step.outputs).services[0]?.findings).toEqual([
    {
      code: 'recovery-point-too-old',
      severity: 'block',
      backupId: 'last-night',
      recoveryPointAt: '2026-01-15T02:00:00Z',
      ageSeconds: 36_000,
      limit: { kind: 'max-age', limitSeconds: 32_400 },
      message: expect.stringContaining('10h old. At most 9 hours is allowed.'),
    },
  ]);
});

test('findings come severest first, those of information included', async () => {
  addNightly(emulator, { suspended: true });
  addBackup(emulator, 34);
  addBackup(emulator, 10, { status: 'Failed' });
  addBackup(emulator, 1, { status: 'Running', end_time: undefined });
  const step = await runStep(emulator);
  const findings = parseResult(step.outputs).services[0]?.findings ?? [];
  expect(findings.map(({ severity }) => severity)).toEqual(['block', 'warn', 'info']);
});

test('a dry run is marked as one', async () => {
  const step = await runStep(emulator, { 'dry-run': 'true' });
  expect(parseResult(step.outputs).dryRun).toBe(true);
});

test('with gate: off nothing is judged, so no service passes either', async () => {
  addBackup(emulator, 10, { status: 'Failed' });
  const result = parseResult((await runStep(emulator, { gate: 'off' })).outputs);
  expect(result).toMatchObject({ verdict: '', gate: 'open', services: [{ findings: [] }] });
  expect(result.services[0]?.verdict).toBe('');
});

test('the requested backup is told of, with its id', async () => {
  addNightly(emulator);
  const step = await runStep(emulator, { backup: 'always' });
  const [backup] = emulator.backups(SERVICE);
  expect(parseResult(step.outputs).services[0]?.request).toEqual({
    type: 'full',
    state: 'succeeded',
    backupId: backup?.['id'],
  });
});

test('the ensured schedule is told of, with what was done', async () => {
  addBackup(emulator, 1);
  const step = await runStep(emulator, { schedule: '0 3 * * *' });
  const [schedule] = emulator.schedules(SERVICE);
  expect(parseResult(step.outputs).services[0]?.schedule).toMatchObject({
    id: String(schedule?.['id']),
    cron: '0 3 * * *',
    change: 'created',
    nextRunAt: '2026-01-16T03:00:00Z',
  });
});
