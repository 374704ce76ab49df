import { env } from 'cloudflare:workers';
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../shared/domain/instant.ts';
import { encode, hmac } from '../../../worker/hmac.ts';
import { toHex } from '../../../worker/hex.ts';
import worker from '../../../worker/index.ts';
import {
  addBackup,
  describeVerdicts,
  makeAllGood,
  pass,
  ringUntil,
  stage,
  useWatchStage,
  viewOf,
} from './watch.workers.ts';
import { SERVICES, SLACK_SECRET } from './watch-stage-protocol.ts';

useWatchStage();

/** A form that Slack posts, signed now. Resolves when all that follows the answer is done. */
async function send(path: string, form: Readonly<Record<string, string>>): Promise<string> {
  const body = String(new URLSearchParams(form));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = await hmac(encode(SLACK_SECRET), `v0:${timestamp}:`, encode(body));
  const request = new Request<unknown, IncomingRequestCfProperties>(
    `https://backup-gate.example${path}`,
    {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${toHex(signed)}`,
      },
    },
  );
  const context = createExecutionContext();
  const answer = await worker.fetch(request, { ...env }, context);
  expect(answer.status).toBe(200);
  await waitOnExecutionContext(context);
  return answer.text();
}

/** Anna clicks, in channel C1. */
async function click(action: string, triggerId = `${Date.now()}.${action}`): Promise<void> {
  const payload = {
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U1' },
    channel: { id: 'C1', name: 'ops' },
    trigger_id: triggerId,
    response_url: await stage('newResponseUrl', 'C1'),
    actions: [{ action_id: action, value: 'fails' }],
  };
  expect(await send('/slack/interact', { payload: JSON.stringify(payload) })).toBe('');
}

async function type(text: string): Promise<string> {
  const response_url = await stage('newResponseUrl', 'C1');
  const ids = { team_id: 'T1', channel_id: 'C1', user_id: 'U1' };
  return send('/slack/command', {
    ...ids,
    text,
    response_url,
    trigger_id: `${Date.now()}.${text.length}`,
  });
}

const said = async () => (await stage('look')).said;

/** How often the provider was asked to take a backup of the service. */
async function countRequested(): Promise<number> {
  const { schedules } = await stage('look');
  return schedules.fails.filter(({ schedule }) => schedule === 'once').length;
}

describe('an incident, from its message to its end', () => {
  test('is checked again, backed up, snoozed and over', async () => {
    await makeAllGood();
    await addBackup('fails', Date.now() - HOUR, { status: 'Failed' });
    await pass(HOUR);
    await click('snooze');
    expect((await said()).at(-1)).toMatch(/^C1: .*are not told until 16 Jan 13:00 UTC/);
    expect(await type('status fails')).toContain('Snoozed until 16 Jan 13:00 UTC, by <@U1>');
    await click('check');
    expect((await said()).at(-1)).toContain('⛔ `fails`: the last backup failed');
    await click('backup');
    expect((await said()).at(-1)).toContain('backup of `fails` is on its way');
    await ringUntil(Date.now() + HOUR / 2);
    expect((await said()).at(-1)).toContain('Backup of `fails` succeeded');
    await click('check');
    expect((await said()).at(-1)).toContain('✅ `fails`: last good backup');
    expect(await viewOf('fails')).toMatchObject({
      verdict: 'pass',
      snooze: { why: 'by a button' },
      runsTotal: { succeeded: 1 },
    });
    expect(describeVerdicts((await stage('look')).all)).toEqual(['fails opened block']);
    expect(await type('snooze fails off')).toContain('are told');
    await pass(2 * HOUR);
    expect(describeVerdicts((await stage('look')).all)).toEqual([
      'fails opened block',
      'fails recovered pass',
    ]);
  });
});

describe('a click that Slack sends again', () => {
  test('gets the run that it caused, not another', async () => {
    await makeAllGood();
    await click('backup', '1.2.3');
    await click('backup', '1.2.3');
    await ringUntil(Date.now() + HOUR / 2);
    expect(await countRequested()).toBe(1);
    await pass(HOUR);
    await click('backup', '1.2.3');
    await ringUntil(Date.now() + HOUR / 2);
    expect(await countRequested()).toBe(1);
    await click('backup', '1.2.4');
    await ringUntil(Date.now() + HOUR / 2);
    expect(await countRequested()).toBe(2);
  });

  test('snoozes once', async () => {
    await makeAllGood();
    await pass(HOUR);
    await click('snooze', '1.2.3');
    await pass(HOUR);
    await click('snooze', '1.2.3');
    expect((await said()).at(-1)).toContain('are not told until 16 Jan 13:00 UTC');
    const { changes } = await viewOf('fails');
    expect(changes.map(({ kind }) => kind)).toEqual(['snoozed']);
  });
});

test('the look of a click counts as one of the watch: the next is an hour later', async () => {
  await makeAllGood();
  await pass(HOUR / 2);
  await click('check');
  const looks = async () =>
    (await stage('look')).asked.filter(
      (each) => each === `GET /skybackup/v1/backups?${SERVICES.fails}`,
    ).length;
  const before = await looks();
  await pass(50 * 60_000);
  expect(await looks()).toBe(before);
  await pass(HOUR / 2);
  expect(await looks()).toBe(before + 1);
});
