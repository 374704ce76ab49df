import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { expectHarmlessLog, expectHarmlessOutputs, expectHarmlessSummary } from '../harmless.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless({ ticking: true });
});
afterEach(() => stage.close());

async function expectHarmless(given = {}) {
  const { log, summary, outputs } = await stage.built({ timeout: '2s', ...given });
  expect(outputs).toMatchObject({ gate: 'closed' });
  expectHarmlessLog(log, 1 + stage.tokens.issued.length);
  expectHarmlessSummary(summary);
  expectHarmlessOutputs(outputs);
  return outputs;
}

describe.each(Object.entries(HOSTILE_TEXTS))('%s', (_, text) => {
  test('does no harm as the message of an error', async () => {
    const body = JSON.stringify({ error: { code: text, message: text } });
    stage.worker.fail({ path: /verdict/, answer: { status: 403, text: body } });
    await expectHarmless();
  });

  test('does no harm in any text of a result', async () => {
    addHealthy(stage.cloud);
    addBackup(stage.cloud, 1, { status: 'Failed', id: 'MARK', type: 'MARK' });
    stage.worker.rewrite = (body) =>
      JSON.parse(
        JSON.stringify(body).replaceAll(/"(?:Failed|MARK|mark)"/g, () => JSON.stringify(text)),
      );
    const outputs = await expectHarmless();
    expect(outputs['reasons']).toBe('latest-backup-failed');
  });

  test('does no harm as what is said of a run', async () => {
    const id = `prod.${'0'.repeat(32)}`;
    const run = { id, service: 'prod', type: 'full', acceptedAt: '2026-01-15T12:00:00Z' };
    const taken = { ...run, state: 'failed', message: text, backupId: text, also: [] };
    stage.worker.fail({ path: /verdict/, answer: { status: 202, text: JSON.stringify(taken) } });
    stage.worker.fail({ path: /verdict/, answer: { status: 409, text } });
    const outputs = await expectHarmless({ backup: 'always' });
    expect(outputs['reasons']).toBe('backup-request-failed,evidence-unavailable');
  });
});

test('markup where only our own words belong makes the answer unreadable', async () => {
  addHealthy(stage.cloud);
  for (const text of [
    '[x](https://evil.example)',
    '<b>x</b>',
    '`',
    'www.evil.example',
    '::error::x',
  ]) {
    stage.worker.rewrite = (body) =>
      JSON.parse(JSON.stringify(body).replaceAll('"MariaDB Cloud"', JSON.stringify(text)));
    const outputs = await expectHarmless();
    expect(outputs['reasons']).toBe('evidence-unavailable');
  }
});
