import { exports } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { RunJson } from '../../../worker/run-json.ts';
import { pass, stage, useStage } from './coordinator.workers.ts';
import { ENTRANCE_SECRET } from './stage-protocol.ts';

useStage();

const ORIGIN = 'https://backup-gate.example';

/** Sends a signed webhook to the Worker as it is deployed, with its own bindings. */
function send(id: string, order: object): Promise<Response> {
  const body = JSON.stringify(order);
  const now = new Date();
  return exports.default.fetch(`${ORIGIN}/webhook`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(now.getTime() / 1000),
      'webhook-signature': new Webhook(ENTRANCE_SECRET).sign(id, now, body),
    },
  });
}

describe('the whole Worker', () => {
  test('takes a webhook, and shows its run to whoever has the id', async () => {
    const accepted = await send('msg_1', { service: 'prod' });
    expect(accepted.status).toBe(202);
    const { id } = await accepted.json<RunJson>();
    await pass(0);
    const shown = await exports.default.fetch(`${ORIGIN}/runs/${id}`);
    expect(await shown.json()).toMatchObject({ id, state: 'running', joined: false });
    expect(await stage('look')).toMatchObject({ backups: ['full'] });
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
