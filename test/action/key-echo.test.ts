import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { addBackup, addNightly } from './backups-in-emulator.ts';
import { runBuiltAction } from './built-action.ts';
import { createRecording } from './recording-core.ts';
import { type GivenInputs, KEY, runStep, SERVICE } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
  emulator.addService(SERVICE);
});
afterEach(() => emulator.close());

async function expectKeyless(given: GivenInputs = {}) {
  const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': emulator.url, ...given };
  const { log, outputs, summary } = await runBuiltAction({ inputs });
  const shown = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect(shown.length).toBeGreaterThan(1);
  expect([...shown, summary, ...Object.values(outputs)].join('\n')).not.toContain(KEY);
}

const echo = `key ${KEY} is not allowed`;

test.each([400, 401, 404, 503])('the key in the message of an error %d is not shown', (status) => {
  const body = { errors: [{ error: echo, message: echo }] };
  emulator.fail({ kind: 'status', status, body, retryAfter: '0', times: Infinity });
  return expectKeyless({ timeout: '1s' });
});

test('the key in the trace id of an error is not shown', () => {
  const body = { trace_id: KEY, errors: [{ message: 'no' }] };
  emulator.fail({ kind: 'status', status: 400, body, times: Infinity });
  return expectKeyless();
});

test.each([
  ['URL', `https://api.example.com/?key=${KEY}`],
  ['text', echo],
])('the key in a %s as the body of an error is not shown', (_, body) => {
  emulator.fail({ kind: 'status', status: 400, body, times: Infinity });
  return expectKeyless();
});

test.each(['id', 'type', 'status'])('the key in the %s of a backup is not shown', (field) => {
  addBackup(emulator, 1, { status: 'Failed', [field]: echo });
  return expectKeyless();
});

test.each(['id', 'type'])('the key in the %s of a schedule is not shown', (field) => {
  addBackup(emulator, 1);
  addNightly(emulator, { suspended: true, [field]: echo });
  return expectKeyless();
});

test('the key in the message of a failed backup is not shown', () => {
  emulator.nextBackup({ queuedMs: 0, runningMs: 0, outcome: 'Failed', message: echo });
  return expectKeyless({ backup: 'always' });
});

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');

describe('a key that holds + and /, and comes back', () => {
  const key = 'skysql.1zzz.a+b/c=d';

  test.each([
    ['with the escapes of JSON', key.replace('+', '\\u002b').replace('/', '\\/')],
    ['with every letter escaped', [...key].map((each) => `\\u${hex(each)}`).join('')],
    ['encoded for a URL', encodeURIComponent(key)],
    ['in base64', Buffer.from(key).toString('base64')],
    ['in base64 behind a name', Buffer.from(`user:${key}`).toString('base64')],
  ])('%s is shown nowhere', async (_, spelled) => {
    // Written by hand: the faults would spell it their own way.
    const rows = `[{"id":"${spelled}","service_id":"${SERVICE}","type":"full","status":"${spelled}"}]`;
    emulator.fail({
      kind: 'status',
      status: 200,
      body: `{"backups":${rows},"backups_count":1,"pages_count":1}`,
      when: { path: /backups$/ },
    });
    const recording = createRecording();
    await runStep(emulator, { 'base-url': emulator.url, 'api-key': key }, recording);
    const { lines, failures, warnings, summary, outputs } = recording;
    const shown = [...lines, ...failures, ...warnings, summary, ...Object.values(outputs)].join(
      '\n',
    );
    expect(shown).toContain('status-unrecognised');
    for (const form of [key, spelled, encodeURIComponent(key)]) expect(shown).not.toContain(form);
  });
});

test('the key given for another input by mistake is not shown', () =>
  expectKeyless({ service: `${KEY} ${KEY}`, gate: KEY, 'max-age': KEY, schedule: KEY }));
