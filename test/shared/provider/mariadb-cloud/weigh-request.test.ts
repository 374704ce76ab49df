import { describe, expect, test } from 'vitest';
import { DAY, HOUR, SECOND } from '../../../../shared/domain/instant.ts';
import type { WireSchedule } from '../../../emulator/mariadb-cloud/index.ts';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { errorOf, SERVICE } from './cloud.ts';
import { startRequested } from './requested.ts';
import { backupRow, NOON } from './rows.ts';

holdRetryDelays();

/** Ours is queued for a day; a full backup that began at the request has failed. */
async function startWithFailure(other: WireSchedule | null = null) {
  const requested = await startRequested({ queuedMs: DAY });
  const { emulator } = requested;
  emulator.addBackup(backupRow('failed', { status: 'Failed', start_time: rfc3339(NOON) }));
  if (other)
    emulator.addSchedule({ type: 'full', suspended: false, ...other, service_id: SERVICE });
  return requested;
}

describe('a backup that failed while ours is only queued, by its own schedule,', () => {
  test('is ours where nothing else can have made it', async () => {
    const { look } = await startWithFailure();
    expect(await look()).toMatchObject({ state: 'failed', backup: { id: 'failed' } });
  });

  test.each<WireSchedule>([
    { schedule: '0 12 * * *' },
    { schedule: '0 11 * * *' },
    { schedule: '4 12 * * *' },
    { schedule: 'cron' },
    { schedule: 'once', created_at: rfc3339(NOON) },
    { schedule: 'once' },
    { schedule: 'monthly' },
  ])('is not ours where another schedule may have made it: %j', async (other) => {
    const { look, lookAfter } = await startWithFailure(other);
    expect(await look()).toEqual({ state: 'waiting', lastSeen: 'Scheduled' });
    expect(await lookAfter(DAY + 5 * SECOND)).toMatchObject({ state: 'succeeded' });
  });

  test.each<WireSchedule>([
    { schedule: '0 12 * * *', type: 'dump' },
    { schedule: '0 12 * * *', suspended: true },
    { schedule: '59 10 * * *' },
    { schedule: '5 12 * * *' },
    { schedule: 'once', created_at: rfc3339(NOON - SECOND) },
  ])('is ours where another schedule cannot have made it: %j', async (other) => {
    const { look } = await startWithFailure(other);
    expect(await look()).toMatchObject({ state: 'failed', backup: { id: 'failed' } });
  });

  test('is nobody’s without a start', async () => {
    const { emulator, look } = await startRequested({ queuedMs: DAY });
    emulator.addBackup(backupRow('failed', { status: 'Failed', start_time: '' }));
    expect(await look()).toEqual({ state: 'waiting', lastSeen: 'Scheduled' });
  });

  test('is not said to be ours while the schedules cannot be read', async () => {
    const { emulator, look } = await startWithFailure();
    emulator.fail({ kind: 'status', status: 400, when: { path: /schedules$/ } });
    expect((await errorOf(look())).problem.kind).toBe('refused');
    expect((await look()).state).toBe('failed');
  });
});

test('ours has failed where its schedule says so, though another backup still runs', async () => {
  const { emulator, lookAfter } = await startRequested({
    neverListed: true,
    outcome: 'Failed',
    message: 'disk full',
  });
  emulator.addBackup(backupRow('other', { status: 'Running', start_time: rfc3339(NOON + HOUR) }));
  expect(await lookAfter(HOUR)).toEqual({ state: 'failed', backup: null, reason: 'disk full' });
});
