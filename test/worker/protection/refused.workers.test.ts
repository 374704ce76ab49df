import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import {
  FOR_EVER,
  addBackup,
  alarmOf,
  deploy,
  deploymentOf,
  makeAllGood,
  pass,
  send,
  shop,
  stage,
  START,
  useProtectionStage,
} from './protection.workers.ts';
import { STATUS_TOKEN } from './stage-protocol.ts';

useProtectionStage();

const TOKEN = 'access_tokens$';
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

async function readPage(): Promise<string> {
  const page = await (await send(`/status/${STATUS_TOKEN}`, {})).text();
  return page.slice(page.indexOf('<h2>Deployments'));
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

describe.each([404, 409, 410, 422])('a decision that GitHub refuses with %i', (status) => {
  const body = { message: 'Not <b>here</b>' };

  test('is given again, and taken when GitHub knows better', async () => {
    await stage('failGithub', { kind: 'status', status, body }, { path: REVIEW, times: FOR_EVER });
    const id = await deploy();
    await pass(10 * HOUR);
    expect(reasons()).toEqual([`deployment-unanswered: HTTP ${status} (Not <b>here</b>)`]);
    const page = await readPage();
    expect(page).toMatch(new RegExp(`GitHub did not take it: .*HTTP ${status} \\(Not &lt;b`));
    await stage('mendGithub');
    await pass(HOUR);
    expect(await deploymentOf(id)).toMatchObject({ state: 'approved' });
    expect(await readPage()).not.toContain('GitHub did not');
  });

  test('is given up after more than a day, and the page says that it was refused', async () => {
    await stage('failGithub', { kind: 'status', status, body }, { path: REVIEW, times: FOR_EVER });
    await deploy();
    await pass(1.5 * DAY);
    expect(await alarmOf(shop())).toBeGreaterThan(START + 20 * DAY);
    expect(await readPage()).toMatch(new RegExp(`GitHub refused it: .*HTTP ${status}`));
  });
});

describe('a deployment that is held, of which GitHub cannot be told', () => {
  test.each([
    [TOKEN, 401, 'GitHub gave no token: HTTP 401'],
    [REVIEW, 403, 'HTTP 403'],
    [REVIEW, 422, 'HTTP 422'],
    [REVIEW, 503, 'HTTP 503'],
  ])('%s answers %i: the log says so once, and the page', async (path, status, said) => {
    await fail();
    const body = { message: 'No & no' };
    await stage('failGithub', { kind: 'status', status, body }, { path, times: FOR_EVER });
    await deploy('staging');
    await pass(90 * MINUTE);
    expect(reasons()).toEqual([`deployment-unanswered: ${said} (No & no)`]);
    expect(await readPage()).toContain('GitHub was not told: ');
    expect(await readPage()).toContain(`${said} (No &amp; no)`);
    await stage('mendGithub');
    await pass(31 * MINUTE);
    expect(await readPage()).not.toContain('GitHub was not told');
  });

  test('the log says it again where there is another reason', async () => {
    await fail();
    await stage('failGithub', { kind: 'status', status: 403 }, { path: REVIEW, times: 2 });
    await stage('failGithub', { kind: 'status', status: 422 }, { path: REVIEW, times: 1 });
    await deploy('staging');
    await pass(HOUR);
    expect(reasons()).toHaveLength(2);
  });
});

describe('a deployment that is held, of which GitHub refuses to hear', () => {
  test('twice: it is looked at every hour, and the page says that perhaps nobody waits', async () => {
    await fail();
    const id = await deploy('staging');
    await pass(MINUTE);
    await stage('bypass', id);
    await pass(10 * MINUTE);
    expect(await readPage()).not.toContain('Perhaps nobody waits');
    await pass(14 * MINUTE);
    expect(await readPage()).toMatch(/: held.*Perhaps nobody waits for it any more/s);
    const alarm = (await alarmOf(shop())) ?? 0;
    expect(alarm - Date.now()).toBeGreaterThan(40 * MINUTE);
  });

  test('is approved all the same when the backups are good', async () => {
    await fail();
    await stage('failGithub', { kind: 'status', status: 404 }, { path: REVIEW, times: 2 });
    const id = await deploy('staging');
    await pass(30 * MINUTE);
    await addBackup('prod', Date.now() - 11 * MINUTE);
    await pass(HOUR);
    expect(await deploymentOf(id)).toMatchObject({ state: 'approved' });
  });
});
