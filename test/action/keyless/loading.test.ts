import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import { runBuiltAction } from '../built-action.ts';
import { loadedIn, readEntryFiles, sizeOf, TELL_LOADED } from '../loaded-files.ts';
import { KEY, SERVICE } from '../step.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless({ ticking: true });
});
afterEach(() => stage.close());

describe('what asks a Worker', () => {
  test('is not loaded by a step with a key', async () => {
    addHealthy(stage.cloud);
    const inputs = { 'api-key': KEY, service: SERVICE, 'base-url': stage.cloud.url };
    const { log } = await runBuiltAction({ inputs, env: TELL_LOADED });
    expect(loadedIn(log)).not.toContain('keyless.js');
  });

  test('is one file, and with a Worker nothing else is loaded besides what words findings', async () => {
    const entry = (await readEntryFiles()).map(({ name }) => name);
    addBackup(stage.cloud, 1, { status: 'Failed' });
    stage.cloud.nextBackup({ queuedMs: 0, runningMs: 0 });
    const env = { ...stage.tokens.env, ...TELL_LOADED };
    const step = await stage.built({ backup: 'if-needed', timeout: '20s' }, { env });
    const expected = [...entry, 'keyless.js', 'wording.js'];
    expect(loadedIn(step.log).toSorted()).toEqual(expected.toSorted());
  });

  test('weighs nothing in what every start loads', async () => {
    const entry = await readEntryFiles();
    const code = entry.map((file) => file.code).join('\n');
    expect(code).toMatch(/import\("\.\/keyless\.js"\)/);
    expect(code).not.toMatch(/ID_TOKEN|oidc|\bidtoken/i);
    expect(sizeOf(entry)).toBeLessThan(145_000);
  });
});
