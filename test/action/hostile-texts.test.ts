import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { publishInvalid } from '../../action/publish.ts';
import { addBackup, addHealthy, addNightly, addRunning } from './backups-in-emulator.ts';
import { runBuiltAction } from './built-action.ts';
import {
  expectHarmlessLog,
  expectHarmlessOutputs,
  expectHarmlessSummary,
  LINE_BREAK,
  liveMarkdown,
} from './harmless.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { problemsOf } from './inputs/problems.ts';
import { createRecording } from './recording-core.ts';
import { type GivenInputs, KEY, runStep } from './step.ts';

let emulator: MariadbCloudEmulator;

beforeEach(async () => {
  emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
});
afterEach(() => emulator.close());

function runChild(given: GivenInputs) {
  return runBuiltAction({ inputs: { 'api-key': KEY, 'base-url': emulator.url, ...given } });
}

/** One service with the text in its rows, and two whose API answers errors made of it. */
function arrange(text: string) {
  const service_id = 'in-rows';
  addNightly(emulator, { service_id, id: text, type: text, suspended: true });
  addBackup(emulator, 30, { service_id, type: text, id: `good ${text}` });
  addRunning(emulator, 7, { service_id, id: `running ${text}`, type: text });
  addBackup(emulator, 1, { service_id, id: text, type: text, status: text });
  const error = { kind: 'status', status: 400, times: Infinity } as const;
  const fields = { trace_id: text, errors: [{ error: text, message: text }], code: text };
  emulator.fail({ ...error, body: fields, when: { query: { service_id: 'in-error' } } });
  emulator.fail({ ...error, body: text, when: { query: { service_id: 'in-body' } } });
}

describe.each(Object.entries(HOSTILE_TEXTS))('%s', (_, text) => {
  test('does no harm in rows and in errors', async () => {
    arrange(text);
    const { log, summary, outputs } = await runChild({ service: 'in-rows,in-error,in-body' });
    expect(outputs).toMatchObject({ gate: 'closed' });
    expect(outputs['reasons']).toContain('status-unrecognised');
    expectHarmlessLog(log);
    expectHarmlessSummary(summary);
    expectHarmlessOutputs(outputs);
  });

  test('does no harm as what is said of a backup that fails', async () => {
    const moved = await startMariadbCloud();
    try {
      addHealthy(moved);
      moved.nextBackup({ outcome: 'Failed', message: text });
      const step = await runStep(moved, { backup: 'always' });
      expect(step.outputs['reasons']).toContain('backup-request-failed');
      for (const line of step.lines) expect(line).not.toMatch(LINE_BREAK);
      expectHarmlessLog([...step.lines, ...step.failures].join('\n'));
      expectHarmlessSummary(step.summary);
      expectHarmlessOutputs(step.outputs);
    } finally {
      await moved.close();
    }
  });
});

test('what looks like outputs inside a text sets none', async () => {
  addBackup(emulator, 1, { service_id: 'one', id: `x\ngate<<E\nopen\nE`, status: 'Failed' });
  const { outputs } = await runChild({ service: 'one' });
  expect(outputs).toMatchObject({ gate: 'closed', 'backup-id': 'x gate<<E open E' });
});

test.each(Object.entries(HOSTILE_TEXTS))('%s does no harm as an input', async (_, text) => {
  const recording = createRecording();
  await publishInvalid(
    problemsOf({ gate: `x ${text}`, schedule: text, service: text }),
    recording.core,
  );
  expectHarmlessOutputs(recording.outputs);
  // The toolkit escapes the line breaks of our own list.
  expectHarmlessLog(recording.failures.join().replaceAll('\n- ', '%0A- '));
  expect(liveMarkdown(recording.summary)).not.toMatch(/[<>]|https?:|www\.|@\w|\]\(/i);
});
