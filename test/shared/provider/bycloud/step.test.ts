import { describe, expect, test } from 'vitest';
import { parseInputs } from '../../../../action/inputs/index.ts';
import { INPUT_DEFAULTS } from '../../../../action/inputs/names.ts';
import { bycloudBench } from '../contract/bycloud-bench.ts';
import { type GivenInputs, runStep } from '../contract/recorded-step.ts';
import { findingsIn } from '../contract/result-findings.ts';
import { holdRetryDelays } from '../../http/retry-delays.ts';
import { addDay, idOf, type Instance, instance, startInstance } from './instance.ts';

holdRetryDelays();

/** The whole step on this instance. */
function run({ emulator: { url }, clock }: Instance, given: GivenInputs = {}) {
  return runStep(bycloudBench, { url, clock }, given);
}

describe('an incremental backup', () => {
  test('is usable through another one down to the full backup, pages apart', async () => {
    const started = await startInstance();
    started.emulator.settings.limitCap = 2;
    for (const day of [10, 11, 12]) addDay(started.emulator, day);
    addDay(started.emulator, 13, { parent_id: idOf(11) });
    addDay(started.emulator, 14, { parent_id: idOf(13) });
    addDay(started.emulator, 15, { parent_id: idOf(14) });
    expect((await run(started)).outputs).toMatchObject({
      verdict: 'pass',
      'backup-id': idOf(15),
      'recovery-point': '2026-01-15T02:00:00Z',
    });
  });

  test.each([
    { what: 'failed', fields: { status: 'FAILED' }, fault: 'full-backup-not-good' },
    { what: 'is missing', fields: { parent_id: idOf(9) }, fault: 'full-backup-missing' },
    { what: 'is itself', fields: { parent_id: idOf(13) }, fault: /full-backup/ },
  ])('is of no use where the link below $what', async ({ fields, fault }) => {
    const started = await startInstance();
    addDay(started.emulator, 12);
    addDay(started.emulator, 13, { parent_id: idOf(12), ...fields });
    addDay(started.emulator, 14, { parent_id: idOf(13) });
    const { outputs } = await run(started, { 'max-age': 'off' });
    expect(outputs).toMatchObject({ gate: 'closed', reasons: 'restore-chain-broken' });
    const broken = findingsIn(outputs).find(({ code }) => code === 'restore-chain-broken');
    expect(broken).toMatchObject({ fault: expect.stringMatching(fault) });
  });
});

test('an imported record is no fresh success', async () => {
  const started = await startInstance();
  addDay(started.emulator, 10);
  addDay(started.emulator, 15, { status: 'RESTORED' });
  const { outputs } = await run(started, { 'max-age': '2d' });
  expect(outputs).toMatchObject({
    gate: 'closed',
    reasons: 'recovery-point-too-old',
    'backup-id': idOf(10),
  });
});

test('a size is shown as it came, and never as bytes', async () => {
  const started = await startInstance();
  addDay(started.emulator, 15, { size: 0 });
  const { outputs } = await run(started);
  expect(outputs).toMatchObject({ verdict: 'pass' });
  expect(JSON.parse(outputs['result'] ?? '')).toMatchObject({
    services: [{ latest: { sizeText: '0', sizeBytes: null } }],
  });
});

test('no schedules are spoken of, because none can be read', async () => {
  const started = await startInstance();
  addDay(started.emulator, 15);
  expect(findingsIn((await run(started)).outputs)).toEqual([]);
});

test('an instance that is written in capitals is the same instance', async () => {
  const started = await startInstance();
  addDay(started.emulator, 15);
  const { outputs } = await run(started, { service: instance.toUpperCase() });
  expect(outputs).toMatchObject({ verdict: 'pass', 'backup-id': idOf(15) });
});

test('an instance that is given twice is refused, however it is written', () => {
  const parsed = parseInputs({
    ...INPUT_DEFAULTS,
    provider: 'bycloud',
    'api-key': bycloudBench.apiKey,
    'base-url': 'https://api.example.com',
    service: `${instance},${instance.toUpperCase()}`,
  });
  expect(parsed).toMatchObject({ ok: false, problem: [{ input: 'service' }] });
});

test('`in-progress: wait` waits until the backup has ended', async () => {
  const started = await startInstance();
  const { emulator, onSleep } = started;
  addDay(emulator, 14);
  addDay(emulator, 15, { status: 'SAVING', created_at: '2026-01-15T11:50:00Z' });
  onSleep(() => {});
  onSleep(() => {});
  onSleep(() => emulator.changeBackup(idOf(15), { status: 'COMPLETED' }));
  const { outputs } = await run(started, { 'in-progress': 'wait' });
  expect(outputs).toMatchObject({ verdict: 'pass', 'backup-id': idOf(15) });
  expect(emulator.requests).toHaveLength(4);
});
