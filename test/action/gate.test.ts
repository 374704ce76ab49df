import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../emulator/faults.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addHealthy, addNightly } from './backups-in-emulator.ts';
import { runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
});
afterEach(() => emulator.close());

function addFailed() {
  addNightly(emulator);
  addBackup(emulator, 10, { status: 'Failed' });
}

const down: Fault = { kind: 'status', status: 503, retryAfter: '0', times: Infinity };

describe('a block verdict', () => {
  test.each([
    ['block', 'block', 'closed'],
    ['warn', 'block', 'open'],
    ['off', '', 'open'],
  ])(
    'with gate: %s gives the verdict "%s" and leaves the gate %s',
    async (gate, verdict, state) => {
      addFailed();
      const step = await runStep(emulator, { gate });
      expect(step.outputs).toMatchObject({ verdict, gate: state });
      expect(step.failures).toHaveLength(state === 'closed' ? 1 : 0);
    },
  );

  test('is said as a warning with gate: warn, and names the reason', async () => {
    addFailed();
    const step = await runStep(emulator, { gate: 'warn' });
    expect(step.outputs['reasons']).toContain('latest-backup-failed');
    expect(step.warnings).toEqual([expect.stringContaining('latest-backup-failed')]);
  });

  test('is not come to with gate: off, so there are no reasons', async () => {
    addFailed();
    const step = await runStep(emulator, { gate: 'off' });
    expect(step.outputs).toMatchObject({ verdict: '', reasons: '' });
    expect(step.warnings).toEqual([]);
  });
});

describe('a warn verdict', () => {
  test.each(['block', 'warn'])('leaves the gate open with gate: %s, and warns', async (gate) => {
    addBackup(emulator, 10);
    const step = await runStep(emulator, { gate });
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open', reasons: 'no-schedule' });
    expect(step.warnings).toEqual([expect.stringContaining('no-schedule')]);
    expect(step.failures).toEqual([]);
  });
});

test('a pass verdict leaves the gate open, and only notices', async () => {
  addHealthy(emulator);
  const step = await runStep(emulator);
  expect(step.outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
  expect(step.notices).toHaveLength(1);
  expect([...step.warnings, ...step.failures]).toEqual([]);
});

describe('what cannot be found out', () => {
  const unknowns: readonly [string, string, () => void][] = [
    ['the API is down', 'evidence-unavailable', () => emulator.fail(down)],
    [
      'a list is cut short',
      'evidence-incomplete',
      () => {
        // One row proves no order, so the next page is needed.
        emulator.settings.pageSizeLimit = 1;
        addBackup(emulator, 34);
        emulator.fail({ ...down, when: { query: { page: '2' } } });
      },
    ],
    [
      'a status is a word not known',
      'status-unrecognised',
      () => addBackup(emulator, 1, { status: 'Teleported' }),
    ],
  ];

  describe.each(unknowns)('where %s', (_, code, arrange) => {
    test.each([
      ['block', 'closed'],
      ['warn', 'open'],
    ])('on-unknown: %s leaves the gate %s', async (onUnknown, gate) => {
      addHealthy(emulator);
      arrange();
      const step = await runStep(emulator, { 'on-unknown': onUnknown });
      expect(step.outputs).toMatchObject({ gate, verdict: onUnknown, reasons: code });
    });
  });
});

describe('what will not get better by itself blocks in spite of on-unknown: warn', () => {
  test.each([401, 403])('a refused credential (%d)', async (status) => {
    addHealthy(emulator);
    emulator.fail({ kind: 'status', status, times: Infinity });
    const step = await runStep(emulator, { 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  });

  test('a wrong key', async () => {
    addHealthy(emulator);
    const step = await runStep(emulator, { 'on-unknown': 'warn', 'api-key': 'stale-key' });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  });

  test('an unknown service', async () => {
    const step = await runStep(emulator, { 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ verdict: 'block', gate: 'closed' });
    expect(step.outputs['reasons']).toContain('evidence-unavailable');
  });
});

describe('with gate: off, what was asked for and not done still closes the gate', () => {
  test.each([
    ['the credential is refused', 401],
    ['the API is down', 503],
  ])('a schedule, where %s', async (_, status) => {
    addHealthy(emulator);
    emulator.fail({ kind: 'status', status, retryAfter: '0', times: Infinity });
    const step = await runStep(emulator, { gate: 'off', schedule: '0 2 * * *' });
    expect(step.outputs).toMatchObject({ verdict: '', gate: 'closed', 'schedule-change': '' });
    expect(step.failures).toHaveLength(1);
  });

  test('a schedule whose change is refused', async () => {
    emulator.fail({ kind: 'status', status: 400, when: { method: 'POST' } });
    const step = await runStep(emulator, { gate: 'off', schedule: '0 2 * * *' });
    expect(step.outputs).toMatchObject({ verdict: '', gate: 'closed' });
    expect(step.outputs['reasons']).toBe('schedule-change-failed');
  });

  test('a backup, where the API is down', async () => {
    addHealthy(emulator);
    emulator.fail(down);
    const step = await runStep(emulator, { gate: 'off', backup: 'always' });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
  });
});
