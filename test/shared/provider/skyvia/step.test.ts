import { describe, expect, test } from 'vitest';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { type GivenInputs, runStep } from '../contract/recorded-step.ts';
import { findingsIn } from '../contract/result-findings.ts';
import { skyviaBench } from '../contract/skyvia-bench.ts';
import { type Account, SERVICE, snapshot, startAccount } from './account.ts';

holdRetryDelays();

const HOUR = 3_600_000;

/** The whole step on this account. */
function run({ emulator: { url }, clock }: Account, given: GivenInputs = {}) {
  return runStep(skyviaBench, { url, clock }, given);
}

describe('rows that failed in a snapshot that succeeded', () => {
  test('are told with their count, and close no gate', async () => {
    const account = await startAccount();
    const result = '{"SuccessRows":97,"ErrorRows":3}';
    account.emulator.addSnapshot(SERVICE, { ...snapshot(15), result });
    const { outputs } = await run(account);
    expect(outputs).toMatchObject({ verdict: 'pass', gate: 'open', reasons: '' });
    expect(findingsIn(outputs)).toContainEqual(
      expect.objectContaining({ code: 'rows-failed', severity: 'info', failedRows: 3 }),
    );
  });

  test('are not told where there are none', async () => {
    const account = await startAccount();
    account.emulator.addSnapshot(SERVICE, { ...snapshot(15), result: '{"ErrorRows":0}' });
    expect(JSON.stringify(findingsIn((await run(account)).outputs))).not.toContain('rows-failed');
  });
});

test('what the details say of a failed snapshot is shown', async () => {
  const account = await startAccount();
  const result = 'Storage limit reached';
  account.emulator.addSnapshot(SERVICE, { ...snapshot(15, 'Failed'), result });
  const { failures, outputs } = await run(account);
  expect(outputs['reasons']).toMatch(/^latest-backup-failed/);
  expect(failures.join()).toContain(result);
});

test('a snapshot that was canceled before it began does not stay the newest for ever', async () => {
  const account = await startAccount();
  const canceled = { ...snapshot(8, 'Canceled'), startTime: null, endTime: null };
  account.emulator.addSnapshot(SERVICE, canceled);
  account.emulator.addSnapshot(SERVICE, snapshot(15));
  const { outputs } = await run(account);
  expect(outputs).toMatchObject({ verdict: 'pass', 'backup-id': '15' });
});

test('a snapshot that was canceled before it began is the newest while no other began', async () => {
  const account = await startAccount();
  account.emulator.addSnapshot(SERVICE, snapshot(14));
  const canceled = { ...snapshot(15, 'Canceled'), startTime: null, endTime: null };
  account.emulator.addSnapshot(SERVICE, canceled);
  const { outputs } = await run(account);
  expect(outputs).toMatchObject({ gate: 'closed', reasons: 'latest-backup-failed' });
});

describe('`max-age: auto`', () => {
  const STARTED = Date.UTC(2026, 0, 15, 2, 0, 10);

  test.each([
    { age: 48 * HOUR - 1000, verdict: 'pass' },
    { age: 48 * HOUR, verdict: 'pass' },
    { age: 48 * HOUR + 1000, verdict: 'warn' },
    { age: 192 * HOUR, verdict: 'warn' },
    { age: 192 * HOUR + 1000, verdict: 'block' },
  ])(
    'warns from 48 hours on and blocks from 8 days on: $age ms are $verdict',
    async ({ age, verdict }) => {
      const account = await startAccount();
      account.emulator.addSnapshot(SERVICE, snapshot(15));
      await account.clock.sleep(STARTED + age - account.clock.now());
      const { outputs } = await run(account);
      const reasons = verdict === 'pass' ? '' : 'recovery-point-too-old';
      const gate = verdict === 'block' ? 'closed' : 'open';
      expect(outputs).toMatchObject({ verdict, gate, reasons });
    },
  );

  test('says that the schedule cannot be verified', async () => {
    const account = await startAccount();
    account.emulator.addSnapshot(SERVICE, snapshot(15));
    expect(findingsIn((await run(account)).outputs)).toEqual([
      expect.objectContaining({ code: 'schedule-unverifiable', severity: 'info' }),
    ]);
  });

  test.each([
    { schedule: 'inactive', reasons: 'schedule-suspended' },
    { schedule: 'none', reasons: 'no-schedule' },
  ] as const)('warns of a schedule that is $schedule', async ({ schedule, reasons }) => {
    const account = await startAccount(schedule);
    account.emulator.addSnapshot(SERVICE, snapshot(15));
    expect((await run(account)).outputs).toMatchObject({ verdict: 'warn', reasons });
  });
});

describe('`schedule: enabled`', () => {
  test.each([
    { before: 'inactive', change: 'resumed' },
    { before: 'active', change: 'unchanged' },
  ] as const)('leaves one that was $before $change', async ({ before, change }) => {
    const account = await startAccount(before);
    account.emulator.addSnapshot(SERVICE, snapshot(15));
    const { outputs } = await run(account, { schedule: 'enabled' });
    expect(outputs).toMatchObject({ verdict: 'pass', 'schedule-change': change });
    expect(account.emulator.schedule(SERVICE)).toBe('active');
  });

  test('has nothing to enable where there is none', async () => {
    const account = await startAccount('none');
    account.emulator.addSnapshot(SERVICE, snapshot(15));
    const { outputs } = await run(account, { schedule: 'enabled' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-missing' });
  });
});

describe('`backup: always`', () => {
  test('waits for a run that began before, and then starts its own', async () => {
    const account = await startAccount();
    account.emulator.nextRun({ queuedMs: 0, runningMs: HOUR / 6, listedAfterMs: HOUR / 6 });
    account.emulator.startRun(SERVICE);
    const { outputs } = await run(account, { backup: 'always' });
    expect(outputs).toMatchObject({ verdict: 'pass', 'backup-status': 'succeeded' });
    expect(account.count('POST')).toBe(1);
  });

  test('gives up after `timeout` on a run that is never listed', async () => {
    const account = await startAccount();
    account.emulator.addSnapshot(SERVICE, snapshot(15));
    account.emulator.nextRun({ neverListed: true });
    const before = account.clock.now();
    const { outputs } = await run(account, { backup: 'always', timeout: '20m' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'wait-timed-out' });
    expect(account.clock.now() - before).toBe(HOUR / 3);
    expect(account.count('POST')).toBe(1);
  });
});
