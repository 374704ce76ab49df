import { describe, expect, test } from 'vitest';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { SERVICE, snapshot, startAccount } from './account.ts';

holdRetryDelays();

const details = { path: /\/snapshots\/\d+$/ };
const QUOTA = 'Storage limit reached';

describe.each(['result', 'log'] as const)(
  'the details of the newest snapshot, in `%s`,',
  (field) => {
    test.each([
      [QUOTA, { detail: QUOTA, failedRows: null }],
      [
        '{"SuccessRows":10,"ErrorRows":3,"ErrorMessage":"Bad row"}',
        { detail: 'Bad row', failedRows: 3, succeededRows: 10 },
      ],
      [
        '{"ErrorRows":3,"ErrorMessage":"No answer from \\"https://crm.example/a\\" today"}',
        { detail: 'No answer from "https://…" today', failedRows: 3 },
      ],
      ['{"ErrorRows":0,"ErrorMessage":""}', { detail: null, failedRows: 0 }],
      ['{"SuccessRows":"0","ErrorRows":5}', { failedRows: 5, succeededRows: 0 }],
      ['{"ErrorRows":"4"}', { detail: null, failedRows: 4 }],
      ['{"ErrorRows":-1}', { detail: null, failedRows: null }],
      ['{"ErrorRows":', { detail: '{"ErrorRows":', failedRows: null }],
      ['7', { detail: '7', failedRows: null }],
      [null, { detail: null, failedRows: null }],
      ['', { detail: null, failedRows: null }],
    ])('are read from %j', async (result, expected) => {
      const { emulator, readBackups } = await startAccount();
      emulator.settings.detailsField = field;
      emulator.addSnapshot(SERVICE, { ...snapshot(15), result });
      expect(await readBackups()).toMatchObject({ state: 'complete', items: [expected] });
    });
  },
);

test('`result` is preferred where both fields are there', async () => {
  const { emulator, readBackups } = await startAccount();
  emulator.addSnapshot(SERVICE, snapshot(15));
  const body = { ...snapshot(15), result: 'from result', log: 'from log' };
  emulator.fail({ kind: 'json', body, when: details });
  expect(await readBackups()).toMatchObject({ items: [{ detail: 'from result' }] });
});

test('`log` is read where `result` says nothing', async () => {
  const { emulator, readBackups } = await startAccount();
  emulator.addSnapshot(SERVICE, snapshot(15));
  const body = { ...snapshot(15), result: '', log: 'from log' };
  emulator.fail({ kind: 'json', body, when: details });
  expect(await readBackups()).toMatchObject({ items: [{ detail: 'from log' }] });
});

test('only the newest finished snapshot is asked for its details', async () => {
  const { emulator, readBackups } = await startAccount();
  for (const day of [12, 13, 14]) emulator.addSnapshot(SERVICE, snapshot(day));
  emulator.nextRun({ runningMs: Infinity });
  emulator.startRun(SERVICE);
  await readBackups();
  const asked = emulator.requests.filter(({ path }) => details.path.test(path));
  expect(asked.map(({ path }) => path)).toEqual(['/v1/workspaces/3/backups/12/snapshots/14']);
});

test.each(['active', '1.5', '12/../13'])(
  'an id that is no integer, %j, never gets into a path',
  async (snapshotId) => {
    const { emulator, readBackups } = await startAccount();
    emulator.addSnapshot(SERVICE, { ...snapshot(15), snapshotId });
    await readBackups();
    const paths = emulator.requests.map(({ path }) => path.replace(/^.*\/12/, ''));
    expect(paths.toSorted()).toEqual(['', '/snapshots', '/snapshots/active']);
  },
);

test.each([
  { kind: 'status', status: 404 },
  { kind: 'status', status: 500 },
  { kind: 'html' },
  { kind: 'json', body: [] },
] as const)('the list stands without details that cannot be read: %j', async (fault) => {
  const { emulator, readBackups } = await startAccount();
  emulator.addSnapshot(SERVICE, { ...snapshot(15, 'Failed'), result: QUOTA });
  emulator.fail({ ...fault, when: details, times: Infinity });
  expect(await hurry(readBackups())).toMatchObject({
    state: 'complete',
    items: [{ id: '15', status: 'failed', detail: null }],
  });
});
