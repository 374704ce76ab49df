import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import {
  addBackup,
  deploy,
  deploymentOf,
  makeAllGood,
  pass,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';

useProtectionStage();

const REVIEW = 'deployment_protection_rule$';

let warned: unknown[] = [];

beforeEach(async () => {
  await makeAllGood();
  warned = [];
  vi.spyOn(console, 'warn').mockImplementation((said: unknown) => void warned.push(said));
});

afterEach(() => vi.restoreAllMocks());

function reasons(): readonly string[] {
  return warned.flatMap((said) =>
    typeof said === 'object' && said !== null && 'event' in said && 'reason' in said
      ? [`${String(said.event)}: ${String(said.reason)}`]
      : [],
  );
}

const fail = () => addBackup('prod', START - HOUR, { status: 'Failed' });

describe('an answer that is not 204 means that nothing was taken', () => {
  test.each([
    ['a login page', { kind: 'html' }, 'HTTP 200'],
    ['200', { kind: 'json', body: {} }, 'HTTP 200'],
    ['201', { kind: 'status', status: 201 }, 'HTTP 201'],
  ] as const)('%s: the decision is given again', async (_, fault, said) => {
    await stage('failGithub', fault, { path: REVIEW, times: 2 });
    const id = await deploy();
    await pass(MINUTE);
    const { state, reviews } = await deploymentOf(id);
    expect([state, reviews.length]).toEqual(['approved', 1]);
    expect(reasons()).toEqual([expect.stringContaining(`deployment-unanswered: ${said}`)]);
  });

  test('nor of a report', async () => {
    await fail();
    await stage('failGithub', { kind: 'html' }, { path: REVIEW, times: 1 });
    const id = await deploy('staging');
    await pass(MINUTE);
    expect(await deploymentOf(id)).toMatchObject({ state: 'waiting', reports: [] });
    expect(reasons()).toEqual([expect.stringContaining('deployment-unanswered: HTTP 200')]);
  });
});
