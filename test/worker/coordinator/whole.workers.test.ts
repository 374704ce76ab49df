import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../../shared/domain/instant.ts';
import { toHex } from '../../../worker/hex.ts';
import type { RunJson } from '../../../worker/orders/run-json.ts';
import { signWebhook } from '../signed-webhook.ts';
import { ask, finish, pass, stage, useStage } from './coordinator.workers.ts';
import { ENTRANCE_SECRET, SLACK_SECRET } from './stage-protocol.ts';

useStage();

const ORIGIN = 'https://backup-gate.example';

/** The Worker as it is deployed, with its own bindings. */
const worker: Fetcher = exports['default'];

/** Sends a signed webhook to the Worker as it is deployed, with its own bindings. */
function send(id: string, order: object): Promise<Response> {
  return worker.fetch(`${ORIGIN}/webhook`, signWebhook(id, order, ENTRANCE_SECRET));
}

/** What Anna reads, and only she, after a slash command. */
async function type(text: string): Promise<string> {
  const ids = { team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1.2.3' };
  const body = String(new URLSearchParams({ ...ids, text, response_url: 'https://slack.example' }));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const answer = await worker.fetch(`${ORIGIN}/slack/command`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${await hmac(`v0:${timestamp}:${body}`)}`,
    },
  });
  return JSON.stringify(await answer.json());
}

async function hmac(content: string): Promise<string> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encode(SLACK_SECRET), algorithm, false, [
    'sign',
  ]);
  return toHex(await crypto.subtle.sign('HMAC', key, encode(content)));
}

describe('the whole Worker', () => {
  test('takes a webhook, and shows its run to whoever has the id', async () => {
    const accepted = await send('msg_1', { service: 'prod' });
    expect(accepted.status).toBe(202);
    const { id } = await accepted.json<RunJson>();
    await pass(0);
    const shown = await worker.fetch(`${ORIGIN}/runs/${id}`);
    expect(await shown.json()).toMatchObject({ id, state: 'running', joined: false });
    expect(await stage('look')).toMatchObject({ backups: ['full'] });
  });

  test('tells the verdict of the gate, as it is at the time', async () => {
    expect(await type('status')).toContain('⛔ `prod`: block');
    await finish((await ask()).run.id);
    expect(await type('status')).toContain('⚠️ `prod`: warn');
    expect(await type('status prod')).not.toContain('days old');
    await pass(2 * DAY);
    expect(await type('status prod')).toContain('2 days old');
  });

  test('asks the platform whether a caller has asked too often', async () => {
    const statuses: number[] = [];
    // Twice the limit and one more: its minute may end meanwhile, by a clock that nobody moves.
    for (let count = 0; count < 61; count += 1) {
      statuses.push((await send(`msg_${count}`, { service: 'nowhere' })).status);
    }
    expect(statuses[0]).toBe(404);
    expect(statuses).toContain(429);
  });
});
