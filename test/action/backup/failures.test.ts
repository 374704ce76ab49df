import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, FaultKind } from '../../emulator/faults.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { addHealthy, writesOf } from '../backups-in-emulator.ts';
import { parseResult } from '../result-json.ts';
import { type GivenInputs, runStep, SERVICE } from '../step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud();
  addHealthy(emulator);
});
afterEach(() => emulator.close());

const take = (given: GivenInputs = {}) => runStep(emulator, { backup: 'always', ...given });
const down: Fault = { kind: 'status', status: 503, retryAfter: '0', times: Infinity };

describe('a requested backup that fails', () => {
  test.each(['Failed', 'Error', 'Canceled'])('(%s) closes the gate', async (outcome) => {
    emulator.nextBackup({ outcome, message: 'disk full on the node' });
    const step = await take();
    expect(step.outputs['gate']).toBe('closed');
    expect(step.outputs['reasons']).toBe('backup-request-failed,latest-backup-failed');
    expect(step.failures.join()).toContain('disk full on the node');
    expect(parseResult(step.outputs).services[0]?.request?.['state']).toBe('failed');
  });

  test('without ever being listed closes the gate too', async () => {
    emulator.nextBackup({ outcome: 'Failed', neverListed: true });
    const { outputs } = await take();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
  });

  test('with a word not known is waited for, since that may still become a success', async () => {
    emulator.nextBackup({ outcome: 'Teleported' });
    const { outputs } = await take({ timeout: '1m' });
    expect(outputs['gate']).toBe('closed');
    expect(outputs['reasons']).toBe('wait-timed-out,status-unrecognised');
  });

  test('leaves the gate open with gate: warn, and warns', async () => {
    emulator.nextBackup({ outcome: 'Failed' });
    const step = await take({ gate: 'warn' });
    expect(step.outputs).toMatchObject({ gate: 'open', verdict: 'block' });
    expect(step.warnings).toHaveLength(1);
  });

  test('closes the gate with gate: off, because it was asked for', async () => {
    emulator.nextBackup({ outcome: 'Failed' });
    const { outputs } = await take({ gate: 'off' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
  });
});

describe('a request that is refused', () => {
  test.each([400, 401, 403, 404, 409, 422])('(%d) is not sent again', async (status) => {
    emulator.fail({ kind: 'status', status, times: Infinity, when: { method: 'POST' } });
    const { outputs } = await take();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
    expect(writesOf(emulator)).toHaveLength(1);
  });
});

describe('a request whose answer is lost is never blindly repeated', () => {
  const lost: readonly FaultKind[] = [
    { kind: 'lost-answer' },
    { kind: 'cut-json' },
    { kind: 'cut-body' },
    { kind: 'after-effect-status', status: 503 },
  ];
  test.each(lost)('($kind): one backup is taken', async (fault) => {
    emulator.fail({ ...fault, when: { method: 'POST' } });
    const { outputs } = await take();
    expect(outputs).toMatchObject({ gate: 'open', verdict: 'pass' });
    expect(writesOf(emulator)).toHaveLength(1);
    expect(emulator.backups(SERVICE)).toHaveLength(2);
  });

  test('it is sent again where nothing came of it for two minutes', async () => {
    emulator.fail({ kind: 'refused-connection', when: { method: 'POST' } });
    const { outputs } = await take();
    expect(outputs).toMatchObject({ gate: 'open', verdict: 'pass' });
    const [first, second] = writesOf(emulator);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(120_000);
    expect(emulator.backups(SERVICE)).toHaveLength(2);
  });

  test('it is not doubled where it shows only after 100 seconds', async () => {
    emulator.nextBackup({ hiddenMs: 100_000 });
    emulator.fail({ kind: 'after-effect-status', status: 502, when: { method: 'POST' } });
    expect((await take()).outputs).toMatchObject({ gate: 'open', verdict: 'pass' });
    expect(writesOf(emulator)).toHaveLength(1);
  });

  test('it is given up at the end of the time, which says how often it was sent', async () => {
    emulator.fail({ kind: 'refused-connection', times: Infinity, when: { method: 'POST' } });
    const start = emulator.clock.now();
    const { outputs, failures } = await take();
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'backup-request-failed' });
    expect(emulator.clock.now() - start).toBe(30 * 60_000);
    expect(failures.join()).toContain(`sent ${writesOf(emulator).length} times`);
  });
});

describe('no request is sent where what is there already is not known', () => {
  test.each([
    ['the backups cannot be read', /backups$/],
    ['the schedules cannot be read', /schedules$/],
  ])('because %s', async (_, path) => {
    emulator.fail({ ...down, when: { method: 'GET', path } });
    const { outputs, failures } = await take();
    expect(writesOf(emulator)).toEqual([]);
    expect(failures.join()).toContain(
      'was not requested: "the existing backups and schedules could not be read"',
    );
    expect(outputs['gate']).toBe('closed');
    expect(outputs['reasons']).toContain('backup-request-failed');
  });

  test('because the list of backups is cut short', async () => {
    const body = { backups: emulator.backups(SERVICE), pages_count: 2 };
    emulator.fail({ kind: 'json', body, when: { path: /backups$/, query: { page: '1' } } });
    emulator.fail({ kind: 'html', when: { path: /backups$/, query: { page: '2' } } });
    const { outputs } = await take();
    // Both lists once: nothing was requested, so nothing can have changed.
    expect(emulator.requests).toHaveLength(3);
    expect(writesOf(emulator)).toEqual([]);
    expect(outputs['reasons']).toContain('backup-request-failed');
  });

  test('but one odd row is no such reason', async () => {
    emulator.settings.addNullRows = true;
    const { outputs } = await take();
    expect(writesOf(emulator)).toHaveLength(1);
    expect(parseResult(outputs).services[0]?.request?.['state']).toBe('succeeded');
    expect(outputs['reasons']).toBe('evidence-incomplete');
  });

  test('nor is it said that none was needed, with if-needed', async () => {
    emulator.fail({ ...down, when: { method: 'GET' } });
    const { outputs, summary } = await take({ backup: 'if-needed' });
    expect(writesOf(emulator)).toEqual([]);
    expect(outputs['gate']).toBe('closed');
    expect(summary).not.toContain('was not needed');
  });
});
