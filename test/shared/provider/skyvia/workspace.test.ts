import { describe, expect, test } from 'vitest';
import { parseResult } from '../../../action/result-json.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { type GivenInputs, runStep } from '../contract/recorded-step.ts';
import { skyviaBench } from '../contract/skyvia-bench.ts';
import { type Account, SERVICE, snapshot, startAccount } from './account.ts';

holdRetryDelays();

const LIST = { path: /\/backups$/ };

function watchAll({ emulator: { url }, clock }: Account, given: GivenInputs = {}) {
  return runStep(skyviaBench, { url, clock }, { service: '3/all', ...given });
}

type Recording = Awaited<ReturnType<typeof watchAll>>;

const verdicts = ({ outputs }: Recording) =>
  Object.fromEntries(
    parseResult(outputs).services.map(({ service, verdict }) => [service, verdict]),
  );

async function startTwo(): Promise<Account> {
  const account = await startAccount();
  account.emulator.addBackup({ workspace: 3, backup: 13, name: 'CRM nightly' });
  account.emulator.addBackup({ workspace: 4, backup: 14 });
  account.emulator.addSnapshot(SERVICE, snapshot(15));
  account.emulator.addSnapshot('3/13', snapshot(15, 'Failed'));
  return account;
}

describe('service: 3/all on Skyvia', () => {
  test('watches every backup of that workspace, and of no other', async () => {
    expect(verdicts(await watchAll(await startTwo()))).toEqual({ '3/12': 'pass', '3/13': 'block' });
  });

  test('finds a backup that has never run', async () => {
    const account = await startTwo();
    account.emulator.addBackup({ workspace: 3, backup: 15 });
    expect(verdicts(await watchAll(account))).toMatchObject({ '3/15': 'block' });
  });

  test('says what each is called', async () => {
    const step = await watchAll(await startTwo());
    expect(step.summary).toContain('`CRM nightly`');
    expect(step.lines).toContainEqual(expect.stringMatching(/^"CRM nightly": BLOCK/));
    expect(step.failures.join()).toContain('"CRM nightly": Last backup failed');
    expect(parseResult(step.outputs).services[1]).toMatchObject({
      service: '3/13',
      name: 'CRM nightly',
    });
  });

  test('reads the list to its end', async () => {
    const account = await startTwo();
    account.emulator.settings.takeLimit = 1;
    expect(Object.keys(verdicts(await watchAll(account)))).toEqual(['3/12', '3/13']);
  });

  test('makes sure of the schedule of each', async () => {
    const account = await startTwo();
    await watchAll(account, { schedule: 'suspended' });
    expect([account.emulator.schedule(SERVICE), account.emulator.schedule('3/13')]).toEqual([
      'inactive',
      'inactive',
    ]);
    expect(account.emulator.schedule('4/14')).toBe('active');
  });

  test('counts as on-unknown says where the list is cut short', async () => {
    const account = await startTwo();
    account.emulator.settings.takeLimit = 1;
    const down = { kind: 'status', status: 503, times: Infinity } as const;
    account.emulator.fail({ ...down, when: { ...LIST, query: { skip: '1' } } });
    const step = await watchAll(account, { 'on-unknown': 'warn' });
    expect(verdicts(step)).toEqual({ '3/12': 'warn' });
    expect(step.summary).toContain('services may be missing');
  });

  test.each([
    { status: 403, reason: 'credential' },
    { status: 404, reason: 'unknown' },
  ])('closes the gate where the list answers $status', async ({ status }) => {
    const account = await startTwo();
    account.emulator.fail({ kind: 'status', status, when: LIST, times: Infinity });
    const step = await watchAll(account, { 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
  });
});

describe('schedule: suspended on Skyvia', () => {
  const suspend = ({ emulator: { url }, clock }: Account) =>
    runStep(skyviaBench, { url, clock }, { schedule: 'suspended' });

  test('disables the schedule, and does not warn of it', async () => {
    const account = await startTwo();
    const step = await suspend(account);
    expect(account.emulator.schedule(SERVICE)).toBe('inactive');
    expect(step.outputs).toMatchObject({ 'schedule-change': 'suspended', reasons: '' });
    expect(step.lines.join('\n')).toContain('suspended: snapshot backup at times not shown →');
  });

  test('is not believed where it is still enabled', async () => {
    const account = await startTwo();
    const body = { active: false };
    account.emulator.fail({ kind: 'json', body, when: { path: /\/schedule\/disable$/ } });
    const step = await suspend(account);
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'schedule-change-failed' });
  });
});
