import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addHealthy } from '../backups-in-emulator.ts';
import { type KeylessStage, startKeyless } from './keyless-step.ts';
import { REQUEST_TOKEN } from './token-endpoint.ts';

let stage: KeylessStage;
let folder: string;

beforeEach(async () => {
  stage = await startKeyless();
  addHealthy(stage.cloud);
  folder = await mkdtemp(join(tmpdir(), 'backup-gate-'));
});
afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

async function withEvent(event: unknown): Promise<Record<string, string>> {
  const path = join(folder, 'event.json');
  await writeFile(path, JSON.stringify(event));
  return { GITHUB_EVENT_PATH: path };
}

const pullRequest = (head: unknown, base: unknown = { id: 1 }) => ({
  pull_request: { head: { repo: head }, base: { repo: base } },
});

describe('without a token to be had, the step says so and asks nobody', () => {
  test.each([
    ['the job has not the permission', {}, 'Add `permissions: id-token: write` to the job.'],
    ['Dependabot started it', { GITHUB_ACTOR: 'dependabot[bot]' }, 'started by Dependabot'],
    ['the event cannot be read', { GITHUB_EVENT_PATH: '/nowhere' }, 'id-token: write'],
    ['the address is none', { ACTIONS_ID_TOKEN_REQUEST_URL: 'x' }, 'id-token: write'],
  ])('where %s', async (_, env, advice) => {
    const step = await stage.step({ gate: 'off' }, env);
    expect(step.outputs).toMatchObject({ verdict: '', gate: 'closed', reasons: 'invalid-input' });
    expect(step.summary).toContain('`worker-url`: needs a token of this job');
    expect(step.summary).toContain(advice);
    expect(stage.worker.requests).toEqual([]);
  });

  test.each([
    ['a fork', pullRequest({ id: 2 })],
    ['a fork that was deleted', pullRequest(null)],
  ])('where the pull request is from %s', async (_, event) => {
    const step = await stage.step({}, await withEvent(event));
    expect(step.summary).toContain('a pull request from a fork');
    expect(step.summary).not.toContain('Add `permissions');
  });

  test('a pull request of the repository itself needs only the permission', async () => {
    const step = await stage.step({}, await withEvent(pullRequest({ id: 1 })));
    expect(step.summary).not.toContain('fork,');
    expect(step.summary).toContain('Add `permissions: id-token: write` to the job.');
  });
});

test('the token with which tokens are asked for is masked first, and each token before its use', async () => {
  const step = await stage.step();
  expect(step.order.slice(0, 2)).toEqual(['mask', 'mask']);
  expect(step.masks).toEqual([REQUEST_TOKEN, ...stage.tokens.issued]);
  expect(step.masks).toHaveLength(2);
});

describe('GitHub', () => {
  test.each([408, 429, 500, 503])('is asked again after HTTP %i', async (status) => {
    stage.tokens.fail({ kind: 'status', status, times: 3 });
    const step = await stage.step();
    expect(step.outputs).toMatchObject({ gate: 'open' });
    expect(stage.tokens.requests).toHaveLength(4);
  });

  test('that has no token for a minute is unknown, as on-unknown says', async () => {
    stage.tokens.fail({ kind: 'refused-connection', times: Infinity });
    const step = await stage.step({ 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open' });
    expect(step.summary).toContain('GitHub issued no token for this job: the connection dropped');
    expect(stage.tokens.requests.length).toBeGreaterThan(3);
    expect(stage.worker.requests).toEqual([]);
  });

  test.each([400, 401, 403, 404])('that refuses with HTTP %i blocks at once', async (status) => {
    stage.tokens.fail({ kind: 'status', status, times: Infinity });
    const step = await stage.step({ 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
    expect(step.summary).toContain(`GitHub answered HTTP ${status}`);
    expect(stage.tokens.requests).toHaveLength(1);
  });

  test.each([
    ['nothing', { value: undefined }],
    ['no JWT', { value: 'a-secret-that-is-no-jwt' }],
    ['another type', { value: 42 }],
    ['two lines', { value: 'a.b.c\nd' }],
  ])('that answers with %s gives no token, and what it gave is not shown', async (_, body) => {
    stage.tokens.fail({ kind: 'json', body, times: Infinity });
    const step = await stage.step();
    expect(step.outputs).toMatchObject({ gate: 'closed' });
    expect(step.summary).toContain('GitHub answered without a token');
    expect(`${step.summary}${step.lines.join()}`).not.toContain('a-secret');
    if (typeof body.value === 'string') expect(step.masks).toContain(body.value);
    expect(stage.worker.requests).toEqual([]);
  });
});
