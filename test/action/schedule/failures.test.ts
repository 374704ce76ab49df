import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, FaultKind } from '../../emulator/faults.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly, writesOf } from '../backups-in-emulator.ts';
import { runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addBackup(emulator, 1);
});
afterEach(() => emulator.close());

const ensure = () => runStep(emulator, { schedule: '0 2 * * *' });
const crons = () => emulator.schedules(SERVICE).map((row) => row['schedule']);

describe('a change that is refused', () => {
  test.each([400, 401, 403, 404, 409, 422])(
    'with HTTP %d closes the gate and is not sent again',
    async (status) => {
      emulator.fail({ kind: 'status', status, times: Infinity, when: { method: 'POST' } });
      const { outputs } = await ensure();
      expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
      expect(outputs['schedule-change']).toBe('');
      expect(writesOf(emulator)).toHaveLength(1);
    },
  );

  test('says what the provider said', async () => {
    const body = { errors: [{ message: 'the tier allows no schedules' }] };
    emulator.fail({ kind: 'status', status: 403, body, when: { method: 'POST' } });
    const step = await ensure();
    expect(step.failures.join()).toContain('the tier allows no schedules');
  });

  test('leaves a suspended schedule suspended, which is said too', async () => {
    addNightly(emulator, { suspended: true });
    emulator.fail({ kind: 'status', status: 403, when: { method: 'PATCH' } });
    const { outputs } = await runStep(emulator, { schedule: 'enabled' });
    expect(outputs['reasons']).toBe('schedule-change-failed,schedule-suspended');
  });
});

describe('a creation whose answer is lost is never blindly repeated', () => {
  const lost: readonly FaultKind[] = [
    { kind: 'lost-answer' },
    { kind: 'cut-json' },
    { kind: 'cut-body' },
    { kind: 'after-effect-status', status: 502 },
  ];
  test.each(lost)('($kind) and one schedule stands', async (fault) => {
    emulator.fail({ ...fault, when: { method: 'POST' } });
    const { outputs } = await ensure();
    expect(crons()).toEqual(['0 2 * * *']);
    expect(outputs).toMatchObject({ gate: 'open', 'schedule-change': 'created' });
    expect(outputs['schedule-id']).toBe(String(emulator.schedules(SERVICE)[0]?.['id']));
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test('it is sent once more where nothing came of it', async () => {
    emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const { outputs } = await ensure();
    expect(crons()).toEqual(['0 2 * * *']);
    expect(outputs['schedule-change']).toBe('created');
  });

  test('it is not sent again where that cannot be found out', async () => {
    emulator.fail({ kind: 'lost-answer', when: { method: 'POST' } });
    const down: Fault = { kind: 'status', status: 503, retryAfter: '0', times: Infinity };
    emulator.fail({ ...down, when: { method: 'GET', path: /schedules$/ }, skip: 1 });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
    expect(writesOf(emulator)).toHaveLength(1);
  });
});

describe('where the schedules cannot be read whole', () => {
  test('nothing is written, because the one that is asked for may be there', async () => {
    const down: Fault = { kind: 'status', status: 503, retryAfter: '0', times: Infinity };
    emulator.fail({ ...down, when: { path: /schedules$/ } });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(writesOf(emulator)).toEqual([]);
  });

  test('a list that is cut short counts as unread', async () => {
    addNightly(emulator, { schedule: '0 5 * * *', type: 'dump' });
    const body = { schedules: [...emulator.schedules(SERVICE), 'not a row'] };
    emulator.fail({ kind: 'json', body, when: { path: /schedules$/ } });
    const { outputs } = await ensure();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-incomplete' });
    expect(writesOf(emulator)).toEqual([]);
  });
});
