import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addBackup, addHealthy } from '../backups-in-emulator.ts';
import type { StepRun } from '../built-action.ts';
import { type GivenInputs, KEY } from '../step.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';
import { REQUEST_TOKEN } from './token-endpoint.ts';

let stage: KeylessStage;

beforeEach(async () => {
  stage = await startKeyless({ ticking: true });
  addHealthy(stage.cloud);
});
afterEach(() => stage.close());

/** Everything that somebody could read afterwards; a runner shows no mask. */
function shownOf({ log, summary, outputs }: StepRun): string {
  const lines = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return [...lines, summary, ...Object.values(outputs)].join('\n');
}

async function expectSecret(given: GivenInputs = {}) {
  const step = await stage.built({ timeout: '2s', ...given });
  const shown = shownOf(step);
  expect(stage.tokens.issued.length).toBeGreaterThan(0);
  for (const secret of [KEY, REQUEST_TOKEN, ...stage.tokens.issued]) {
    expect(shown).not.toContain(secret);
  }
  for (const token of stage.tokens.issued) {
    const [, , signature = ''] = token.split('.');
    expect(shown).not.toContain(signature);
    expect(step.log).toContain(`::add-mask::${token}\n`);
  }
  expect(step.log.startsWith(`::add-mask::${REQUEST_TOKEN}\n`)).toBe(true);
  return shown;
}

test('an ordinary step shows neither a token nor the key', () => expectSecret());

test('nor one that takes a backup and looks after it', () => {
  stage.cloud.nextBackup({ queuedMs: 0, runningMs: 0 });
  return expectSecret({ backup: 'always', timeout: '20s' });
});

describe('a token that the Worker sends back is not shown', () => {
  const answers: readonly [string, (token: string) => { status: number; text: string }][] = [
    ['in an error', (token) => ({ status: 403, text: error(`no rule for ${token}`) })],
    ['in the body of another error', (token) => ({ status: 400, text: `bad token ${token}` })],
    ['as an answer', (token) => ({ status: 200, text: JSON.stringify({ token }) })],
    ['with escapes', (token) => ({ status: 403, text: error('@').replace('@', escaped(token)) })],
  ];

  test.each(answers)('%s', async (_, answerOf) => {
    stage.worker.fail({
      path: /verdict/,
      times: Infinity,
      answer: ({ token }) => answerOf(token ?? ''),
    });
    const shown = await expectSecret();
    expect(shown).toContain('evidence-unavailable');
  });

  test('as the status of a backup', async () => {
    stage.worker.rewrite = (body, { token }) =>
      JSON.parse(JSON.stringify(body).replaceAll('"Failed"', JSON.stringify(`status ${token}`)));
    addBackup(stage.cloud, 0.5, { status: 'Failed' });
    expect(await expectSecret()).toContain('***');
  });
});

test('the address of the Worker is in no log and no summary', async () => {
  stage.worker.fail({ path: /verdict/, times: Infinity, answer: { status: 404, text: 'x' } });
  const shown = await expectSecret();
  expect(shown).not.toContain(new URL(stage.worker.url).host);
});

function error(message: string): string {
  return JSON.stringify({ error: { code: 'forbidden', message } });
}

function escaped(token: string): string {
  return [...token]
    .map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
