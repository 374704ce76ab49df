import { describe, expect, test } from 'vitest';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { SERVICE, snapshot, startAccount } from './account.ts';

holdRetryDelays();

const SPELLINGS = ['no-content', 'not-found', 'empty', 'null', 'empty-object'] as const;
const active = { path: /\/snapshots\/active$/ };

describe('that no run is active', () => {
  test.each(SPELLINGS)('is understood when it is said by %s', async (noActive) => {
    const { emulator, readBackups } = await startAccount();
    emulator.settings.noActive = noActive;
    emulator.addSnapshot(SERVICE, snapshot(15));
    expect(await readBackups()).toMatchObject({ state: 'complete', items: [{ id: '15' }] });
  });

  test.each(SPELLINGS)('lets a new one begin when it is said by %s', async (noActive) => {
    const { emulator, requests, newRequest } = await startAccount();
    emulator.settings.noActive = noActive;
    const { status } = await requests.find(newRequest());
    expect(status).toEqual({ state: 'not-found' });
  });

  test.each([{ runId: null }, { runId: '' }, { state: 'Running' }])(
    'is understood from a run without an id: %j',
    async (body) => {
      const { emulator, readBackups } = await startAccount();
      emulator.fail({ kind: 'json', body, when: active });
      expect(await readBackups()).toEqual({ state: 'complete', items: [] });
    },
  );

  test.each(SPELLINGS)(
    'is not believed by %s of a backup that does not exist',
    async (noActive) => {
      const { emulator, provider } = await startAccount();
      emulator.settings.noActive = noActive;
      expect(await provider.readBackups('3/13', () => true)).toMatchObject({
        state: 'unavailable',
        problem: { kind: 'unknown-service' },
      });
    },
  );

  test('is not believed where the backup could not be looked up', async () => {
    const { emulator, readBackups } = await startAccount();
    emulator.fail({ kind: 'html', when: { path: /\/backups\/12$/ } });
    expect(await readBackups()).toMatchObject({ state: 'unavailable' });
  });

  test.each([{ kind: 'html' }, { kind: 'cut-json' }, { kind: 'json', body: [] }] as const)(
    'is not concluded from %j',
    async (fault) => {
      const { emulator, readBackups } = await startAccount();
      emulator.addSnapshot(SERVICE, snapshot(15));
      emulator.fail({ ...fault, when: active });
      expect(await readBackups()).toMatchObject({ state: 'incomplete', items: [{ id: '15' }] });
    },
  );

  test('is not concluded from an answer that never comes', async () => {
    const { emulator, readBackups } = await startAccount();
    emulator.fail({ kind: 'status', status: 500, when: active, times: Infinity });
    expect(await hurry(readBackups())).toMatchObject({ state: 'incomplete' });
  });
});

describe('an active run', () => {
  test.each([
    ['New', 'queued'],
    ['Queued', 'queued'],
    ['Running', 'running'],
    ['Canceling', 'running'],
    // It has ended only when it is listed, whatever is said of it meanwhile.
    ['Succeeded', 'running'],
    ['Failed', 'running'],
    ['Petrified', 'running'],
    [null, 'running'],
  ])('that is %s is %s', async (state, status) => {
    const { emulator, readBackups } = await startAccount();
    const body = { runId: 7, date: '2026-01-15T11:00:00.000Z', duration: 5, state };
    emulator.fail({ kind: 'json', body, when: active });
    const startedAt = Date.UTC(2026, 0, 15, 11);
    expect(await readBackups()).toMatchObject({
      items: [{ id: 'run 7', type: 'snapshot', status, startedAt, recoveryPoint: null }],
    });
  });

  test('is not taken for the snapshot that has the same number', async () => {
    const { emulator, readBackups } = await startAccount();
    emulator.addSnapshot(SERVICE, { ...snapshot(15), snapshotId: 7 });
    const body = { runId: 7, date: '2026-01-15T11:00:00.000Z', state: 'Running' };
    emulator.fail({ kind: 'json', body, when: active });
    const items = [
      { id: 'run 7', status: 'running' },
      { id: '7', status: 'succeeded' },
    ];
    expect(await readBackups()).toMatchObject({ state: 'complete', items });
  });
});
