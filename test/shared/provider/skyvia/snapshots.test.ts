import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import { SERVICE, snapshot, startAccount } from './account.ts';

describe('the list of snapshots', () => {
  test('is asked for newest first, 200 at a time', async () => {
    const { emulator, readBackups } = await startAccount();
    emulator.settings.takeLimit = 2;
    for (const day of [11, 12, 13]) emulator.addSnapshot(SERVICE, snapshot(day));
    await readBackups();
    const asked = emulator.requests.filter(({ path }) => path.endsWith('/snapshots'));
    expect(asked.map(({ query }) => query)).toEqual([
      { sortOrder: 'desc', sortBy: 'startTime', take: '200', skip: '0' },
      { sortOrder: 'desc', sortBy: 'startTime', take: '200', skip: '2' },
    ]);
  });

  test('is read whole from a server that lists the oldest first', async () => {
    const { emulator, provider } = await startAccount();
    emulator.settings.ignoreOrder = true;
    emulator.settings.takeLimit = 2;
    for (const day of [11, 12, 13, 14, 15]) emulator.addSnapshot(SERVICE, snapshot(day));
    const reading = await provider.readBackups(SERVICE, () => true);
    expect(reading).toMatchObject({
      state: 'complete',
      items: ['11', '12', '13', '14', '15'].map((id) => ({ id })),
    });
  });

  test('that promises more and gives nothing is incomplete', async () => {
    const { emulator, readBackups } = await startAccount();
    const when = { path: /\/snapshots$/ };
    emulator.fail({ kind: 'json', body: { data: null, hasMore: true }, when });
    expect(await readBackups()).toMatchObject({ state: 'incomplete', items: [] });
  });

  test('counts a snapshot once that has moved to the next page meanwhile', async () => {
    const { emulator, readBackups } = await startAccount();
    const when = { path: /\/snapshots$/ };
    const page = (days: number[], hasMore: boolean) => ({
      kind: 'json' as const,
      body: { data: days.map((day) => snapshot(day)), hasMore },
      when,
    });
    emulator.fail(page([15, 14], true));
    emulator.fail(page([14, 13], false));
    expect(await readBackups()).toMatchObject({
      state: 'complete',
      items: ['15', '14', '13'].map((id) => ({ id })),
    });
  });
});

test.each([
  ['New', 'queued'],
  ['Queued', 'queued'],
  ['Running', 'running'],
  ['Canceling', 'running'],
  ['Succeeded', 'succeeded'],
  ['succeeded', 'succeeded'],
  ['SUCCEEDED', 'succeeded'],
  ['Failed', 'failed'],
  ['Canceled', 'canceled'],
  ['Completed', 'unrecognised'],
  ['Success', 'unrecognised'],
  ['constructor', 'unrecognised'],
  [0, 'unrecognised'],
  [true, 'unrecognised'],
])('a snapshot in the state %j is %s', async (state, status) => {
  const { emulator, readBackups } = await startAccount();
  emulator.addSnapshot(SERVICE, { ...snapshot(15), state });
  expect(await readBackups()).toMatchObject({ items: [{ status, type: 'snapshot' }] });
});

test('a token that is wrong is answered with 403, which is a refused credential', async () => {
  const { emulator, clock } = await startAccount();
  const provider = PROVIDERS.skyvia.create({ apiKey: 'another', baseUrl: emulator.url, clock });
  const refused = {
    state: 'unavailable',
    problem: { kind: 'credential-refused', message: expect.stringContaining('HTTP 403') },
  };
  expect(await provider.readBackups(SERVICE, () => true)).toMatchObject(refused);
  expect(await provider.schedules?.read(SERVICE)).toMatchObject(refused);
});

describe('a service of Skyvia', () => {
  test.each(['0/0', '3/12', '12/345', '2147483647/2147483647'])('can be %j', (text) => {
    expect(PROVIDERS.skyvia.parseService(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    '',
    '3',
    '3/',
    '/12',
    '3/12/',
    '3/12/4',
    '3/active',
    '-3/12',
    '+3/12',
    '3.0/12',
    '3e1/12',
    '03/12',
    '3/012',
    '3 /12',
    '3\\12',
    '3/12\n',
    '٣/12',
    '2147483648/1',
    '1/2147483648',
    '99999999999/1',
  ])('cannot be %j, and it is said what can', (text) => {
    const problem = expect.stringContaining('workspace/backup, two integers');
    expect(PROVIDERS.skyvia.parseService(text)).toEqual({ ok: false, problem });
  });
});
