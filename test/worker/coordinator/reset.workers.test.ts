import { env, exports } from 'cloudflare:workers';
import { createExecutionContext, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import type { RunJson } from '../../../worker/orders/run-json.ts';
import worker from '../../../worker/index.ts';
import { signWebhook } from '../signed-webhook.ts';
import {
  alarmAt,
  ask,
  coordinator,
  finish,
  stage,
  START,
  useStage,
} from './coordinator.workers.ts';
import { ENTRANCE_SECRET, KEY } from './stage-protocol.ts';

useStage();

const URL = 'https://backup-gate.example/webhook';

function send(id: string): Promise<Response> {
  return exports['default'].fetch(URL, signWebhook(id, { service: 'prod' }, ENTRANCE_SECRET));
}

type Moment = 'before' | 'after';

/** Resets the object the next so many times that it sets an alarm, before or after it is set. */
async function resetAtAlarm(moment: Moment, storage: DurableObjectStorage, abort: () => void) {
  const setAlarm = storage.setAlarm.bind(storage);
  storage.setAlarm = async (at) => {
    if (moment === 'after') await setAlarm(at);
    abort();
    await new Promise(() => undefined);
  };
}

function resetDuringAccept(moment: Moment): Promise<void> {
  return runInDurableObject(coordinator(), (_, ctx) =>
    resetAtAlarm(moment, ctx.storage, () =>
      ctx.abort('Durable Object reset because its code was updated.'),
    ),
  );
}

/** Its own bindings, with coordinators that fail as told and then are the real ones. */
function callFailing(failures: readonly object[], id = 'msg_1'): Promise<Response> {
  const left = [...failures];
  const getByName = (name: string) => ({
    accept: async (...args: Parameters<ReturnType<typeof coordinator>['accept']>) => {
      const failure = left.shift();
      if (failure) throw Object.assign(new Error('the platform says why'), failure);
      return env.COORDINATOR.getByName(name).accept(...args);
    },
  });
  const request = new Request(URL, signWebhook(id, { service: 'prod' }, ENTRANCE_SECRET));
  const over: object = { COORDINATOR: { getByName } };
  const answer = worker.fetch(
    request as Parameters<typeof worker.fetch>[0],
    { ...env, ...over },
    createExecutionContext(),
  );
  return Promise.resolve(answer);
}

describe('an object that is reset while it accepts, as every deployment does it', () => {
  test.each(['before', 'after'] as const)(
    'is asked again, and there is one run: %s its alarm is set',
    async (moment) => {
      await resetDuringAccept(moment);
      const answer = await send('msg_1');
      expect(answer.status).toBe(202);
      const { id } = await answer.json<RunJson>();
      expect(await alarmAt()).toBe(START);
      expect(await finish(id)).toMatchObject({ id, state: 'succeeded' });
      const { backups, told } = await stage('look');
      expect([backups, told.length]).toEqual([['full'], 1]);
    },
  );

  test('is asked again by a request that joins too, which is named once', async () => {
    const { run } = await ask();
    await runInDurableObject(coordinator(), (_, ctx) => {
      const { storage } = ctx;
      storage.getAlarm = async () => {
        ctx.abort('Durable Object reset because its code was updated.');
        return new Promise(() => undefined);
      };
    });
    const answer = await send('msg_1');
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ id: run.id, joined: true });
    await finish(run.id);
    expect((await stage('look')).backups).toEqual(['full']);
  });
});

test('an acceptance whose alarm could not be set is not answered before it is', async () => {
  let refusals = 1;
  await runInDurableObject(coordinator(), (_, { storage }) => {
    const setAlarm = storage.setAlarm.bind(storage);
    storage.setAlarm = async (at) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('storage refuses');
      return setAlarm(at);
    };
  });
  const answer = await send('msg_1');
  expect(answer.status).toBe(202);
  expect(await alarmAt()).toBe(START);
  const { id } = await answer.json<RunJson>();
  expect(await finish(id)).toMatchObject({ state: 'succeeded' });
});

describe('an acceptance that fails', () => {
  test.each([
    [1, 202],
    [2, 202],
    [3, 500],
  ])('%i times is tried three times in all: HTTP %i', async (times, status) => {
    const failures = Array.from({ length: times }, () => ({ retryable: true }));
    expect((await callFailing(failures)).status).toBe(status);
  });

  test('because the object has too much to do is not tried again', async () => {
    const log = vi.spyOn(console, 'log');
    expect((await callFailing([{ overloaded: true, retryable: true }])).status).toBe(500);
    expect(log.mock.calls.filter(([event]) => event.event === 'coordinator-failed')).toHaveLength(
      1,
    );
  });

  test("is in the log with the platform's words, and without a secret or a URL", async () => {
    const log = vi.spyOn(console, 'log');
    const message = `Exceeded its quota at https://example.com/${KEY} with ${KEY}`;
    await callFailing([{ message }]);
    expect(log).toHaveBeenCalledWith({
      event: 'coordinator-failed',
      call: 'accept',
      service: 'prod',
      message: 'Error: Exceeded its quota at https://… with ***',
    });
  });

  test('has no part of a secret in the log where its words are cut', async () => {
    const log = vi.spyOn(console, 'log');
    await callFailing([{ message: `${'x'.repeat(280)} ${KEY}` }]);
    expect(JSON.stringify(log.mock.calls)).not.toContain(KEY.slice(0, 8));
  });
});
