import { env, exports } from 'cloudflare:workers';
import { createExecutionContext } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../../shared/domain/instant.ts';
import project from '../../../package.json' with { type: 'json' };
import type { RunJson } from '../../../worker/orders/run-json.ts';
import built from '../../../worker/index.ts';
import { signWebhook } from '../signed-webhook.ts';
import { ask, finish, pass, stage, useStage } from './coordinator.workers.ts';
import { slashCommand } from './sign-slack.workers.ts';
import { ENTRANCE_SECRET } from './stage-protocol.ts';

useStage();

const PROD = { provider: 'mariadb-cloud', credential: 'SKYSQL_API_KEY' };

const ORIGIN = 'https://backup-gate.example';

/** The Worker as it is deployed, with its own bindings. */
const worker: Fetcher = exports['default'];

/** Sends a signed webhook to the Worker as it is deployed, with its own bindings. */
function send(id: string, order: object): Promise<Response> {
  return worker.fetch(`${ORIGIN}/webhook`, signWebhook(id, order, ENTRANCE_SECRET));
}

/** What Anna reads, and only she, after a slash command. */
async function type(text: string): Promise<string> {
  return JSON.stringify(await (await worker.fetch(await slashCommand(text))).json());
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

  test('shows the runs of a service whose name has left the configuration', async () => {
    const { run } = await ask();
    const services = { other: { ...PROD, service: 'dbtgf99999999' } };
    const over: object = { CONFIG: { services } };
    const request = new Request<unknown, IncomingRequestCfProperties>(`${ORIGIN}/runs/${run.id}`);
    const shown = await built.fetch(request, { ...env, ...over }, createExecutionContext());
    expect(await shown.json()).toMatchObject({ id: run.id, service: 'prod' });
  });

  test('says which version it is: that of package.json', async () => {
    const health = await worker.fetch(`${ORIGIN}/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', version: project.version });
  });

  test('tells the verdict of the gate, as it is at the time', async () => {
    expect(await type('status')).toContain(
      '⛔ `prod`: MariaDB Cloud lists nothing at all for `prod`',
    );
    await finish((await ask()).run.id);
    expect(await type('status')).toContain('⚠️ `prod`: there is no backup schedule');
    expect(await type('status prod')).not.toMatch(/\dd old/);
    await pass(2 * DAY);
    expect(await type('status prod')).toContain('2d old');
  });

  test('asks the platform whether somebody whose signature is wrong has called too often', async () => {
    const statuses: number[] = [];
    const call = (address: string, secret: string) => {
      const { headers, ...rest } = signWebhook('msg_1', { service: 'nowhere' }, secret);
      const from = { ...Object(headers), 'cf-connecting-ip': address };
      return worker.fetch(`${ORIGIN}/webhook`, { ...rest, headers: from });
    };
    const wrong = 'whsec_b2xkLW9sZC1vbGQtb2xk';
    // Twice the limit and one more: its minute may end meanwhile, by a clock that nobody moves.
    for (let count = 0; count < 61; count += 1) {
      statuses.push((await call('192.0.2.1', wrong)).status);
    }
    expect(statuses[0]).toBe(401);
    expect(statuses).toContain(429);
    expect((await call('192.0.2.2', wrong)).status).toBe(401);
    // Whoever has the secret is let in, from wherever.
    expect((await call('192.0.2.1', ENTRANCE_SECRET)).status).toBe(404);
  });

  test('throws away none of forty deployments at once', async () => {
    const asked = Array.from({ length: 40 }, (_, index) =>
      send(`msg_${index}`, { service: 'prod' }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([202]));
  });
});
