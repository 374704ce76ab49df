import { env, exports } from 'cloudflare:workers';
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../../../worker/coordinator/ledger.ts';
import type { RunJson } from '../../../worker/orders/run-json.ts';
import { find, stage, pass, useStage } from './coordinator.workers.ts';
import { signWebhook } from '../signed-webhook.ts';
import { acceptedRun } from './run-record.ts';
import { ENTRANCE_SECRET } from './stage-protocol.ts';

useStage();

/** The Worker as it is deployed, with its own bindings. */
const worker: Fetcher = exports['default'];

const ORIGIN = 'https://backup-gate.example';
const HEX = '0123456789abcdef'.repeat(2);

function order(id: string, type?: string): Promise<Response> {
  const signed = signWebhook(id, { service: 'prod', type }, ENTRANCE_SECRET);
  return worker.fetch(`${ORIGIN}/webhook`, signed);
}

describe('a webhook-id that comes again', () => {
  test.each([
    ['asks for another type than before', 'dump', 'full'],
    ['asks for another type than the default was', undefined, 'dump'],
  ])('and %s is refused, and causes nothing', async (_, first, second) => {
    const { id } = await (await order('msg_1', first)).json<RunJson>();
    const answer = await order('msg_1', second);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringContaining(`for a ${first ?? 'full'} backup of prod`) },
    });
    await pass(0);
    expect(await stage('look')).toMatchObject({ backups: [first ?? 'full'] });
    expect((await find(id)).requestedBy).toHaveLength(1);
  });

  test.each([
    ['dump', 'dump'],
    [undefined, 'full'],
    ['full', undefined],
    ['dump', undefined],
  ])('first for %s and then for %s gets the run that it caused', async (first, second) => {
    const { id } = await (await order('msg_1', first)).json<RunJson>();
    const answer = await order('msg_1', second);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ id, joined: false });
  });

  test('as another one may ask for another type', async () => {
    const { id } = await (await order('msg_1', 'full')).json<RunJson>();
    const answer = await order('msg_2', 'dump');
    expect(answer.status).toBe(202);
    expect((await answer.json<RunJson>()).id).not.toBe(id);
  });
});

/** The names of the tables in the object of a service. */
function tablesOf(service: string): Promise<readonly unknown[]> {
  return runInDurableObject(env.COORDINATOR.getByName(service), (_, { storage }) =>
    storage.sql
      .exec(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray(),
  );
}

describe('GET /runs/{id}', () => {
  test('finds a run whose service has another name by now', async () => {
    const id = `old-name.${HEX}`;
    await runInDurableObject(env.COORDINATOR.getByName('old-name'), (_, { storage }) =>
      new Ledger(storage.sql).save({ ...acceptedRun(), id, service: 'old-name' }),
    );
    const answer = await worker.fetch(`${ORIGIN}/runs/${id}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id, service: 'old-name', state: 'accepted' });
  });

  test('leaves nothing behind where the name was made up', async () => {
    const answer = await worker.fetch(`${ORIGIN}/runs/made-up.${HEX}`);
    expect(answer.status).toBe(404);
    expect(await tablesOf('made-up')).toEqual([]);
  });
});
