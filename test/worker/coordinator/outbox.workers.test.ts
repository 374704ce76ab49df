import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { DAY, MINUTE } from '../../../shared/domain/instant.ts';
import { openIncidentMessages } from '../../../worker/coordinator/incident-messages.ts';
import { Ledger } from '../../../worker/coordinator/ledger.ts';
import { slackTarget } from '../../../worker/notify/slack/schema.ts';
import type { VerdictChange } from '../../../worker/watch/verdict-change.ts';
import { change, RECOVERED } from '../change-fixture.ts';
import {
  ask,
  changeStored,
  coordinator,
  finish,
  pass,
  ringAgain,
  stage,
  useStage,
} from './coordinator.workers.ts';

useStage();

/** A run whose end has been told to all who were to hear of it. */
async function toldRun(): Promise<string> {
  const { run } = await ask();
  await finish(run.id);
  return run.id;
}

interface Stored {
  readonly id: string;
  readonly dueAt: number;
  readonly [field: string]: unknown;
}

/** Puts a notification into the ledger, as it stands there. */
function store(notification: Stored): Promise<void> {
  return runInDurableObject(coordinator(), (_, { storage }) => {
    const { id, dueAt } = notification;
    const query = 'INSERT INTO tellings (id, due_at, telling) VALUES (?, ?, ?)';
    storage.sql.exec(query, id, dueAt, JSON.stringify(notification));
  });
}

function notificationOf(runId: string, channel: string) {
  const event = { kind: 'run-ended', runId } as const;
  const target = slackTarget(channel);
  return { version: 2, id: `to ${channel}`, event, target, tries: 0, dueAt: Date.now() } as const;
}

function countStored(): Promise<number> {
  return runInDurableObject(
    coordinator(),
    (_, { storage }) => storage.sql.exec('SELECT id FROM tellings').toArray().length,
  );
}

async function channelsTold(): Promise<readonly string[]> {
  const { said } = await stage('look');
  return said.map((each) => each.slice(0, 2)).toSorted();
}

describe('a notification from before notifications had a version', () => {
  test('is delivered, once', async () => {
    const runId = await toldRun();
    const first = { runId, tries: 3, dueAt: Date.now() };
    await store({ ...first, id: 'one', target: { kind: 'slack-channel', channel: 'C1' } });
    const anna = { user: 'U1', responseUrl: 'https://not-slack.example/', urlDiesAt: Date.now() };
    await store({
      ...first,
      id: 'two',
      target: { kind: 'slack-requester', channel: 'C2', ...anna },
    });
    await ringAgain();
    await pass(MINUTE);
    expect(await channelsTold()).toEqual(['C1', 'C2']);
    expect(await countStored()).toBe(0);
  });
});

describe('a notification that cannot be told as it stands', () => {
  test('because its run is gone is logged, and does not stay', async () => {
    const warn = vi.spyOn(console, 'warn');
    await toldRun();
    await store(notificationOf('prod.gone', 'C1'));
    await ringAgain();
    await pass(0);
    expect(await countStored()).toBe(0);
    expect(warn).toHaveBeenCalledWith({
      event: 'undeliverable',
      run: 'prod.gone',
      reason: 'What it is about is not kept any more',
    });
  });

  test('because its run cannot be read keeps nobody else waiting', async () => {
    const runId = await toldRun();
    await runInDurableObject(coordinator(), (_, { storage }) => {
      const query = "INSERT INTO runs VALUES ('prod.odd', 'full', 0, ?, '{')";
      storage.sql.exec(query, Date.now());
    });
    await store(notificationOf('prod.odd', 'C1'));
    await store(notificationOf(runId, 'C2'));
    await ringAgain();
    await pass(0);
    expect(await channelsTold()).toEqual(['C2']);
    // A later version of the Worker may be able to read it.
    expect(await countStored()).toBe(1);
  });

  test('because it is of a later version stays, is logged, and keeps nobody else waiting', async () => {
    const error = vi.spyOn(console, 'error');
    const runId = await toldRun();
    await store({ ...notificationOf(runId, 'C1'), version: 3 });
    await store(notificationOf(runId, 'C2'));
    await ringAgain();
    await pass(0);
    expect(await channelsTold()).toEqual(['C2']);
    expect(await countStored()).toBe(1);
    expect(error).toHaveBeenCalledWith({
      event: 'record-unreadable',
      what: 'notification',
      count: 1,
    });
  });

  test('because its channel is not there any more is recorded on the run', async () => {
    const runId = await toldRun();
    const target = { kind: 'fax', place: 'fax 1' };
    await store({ ...notificationOf(runId, 'C1'), target });
    await ringAgain();
    await pass(0);
    const run = await runInDurableObject(coordinator(), (_, { storage }) =>
      new Ledger(storage.sql).find(runId),
    );
    expect(run?.undelivered).toEqual(['No channel of this kind is there any more']);
  });
});

describe('the changes of an incident', () => {
  const toldTo = (channel: string, told: VerdictChange) => ({
    version: 2,
    id: `${told.kind} to ${channel}`,
    event: { kind: 'verdict-changed', change: told },
    target: slackTarget(channel),
    tries: 0,
    dueAt: Date.now(),
  });

  test('are one message in Slack, also after a crash in between', async () => {
    await toldRun();
    await store(toldTo('C1', change()));
    await ringAgain();
    await pass(0);
    await changeStored(() => {});
    await store(toldTo('C1', RECOVERED));
    await ringAgain();
    await pass(0);
    const { said } = await stage('look');
    expect(said.map((each) => each.slice(0, 5))).toEqual(['C1: ✅', 'C1: ✅']);
    expect(await countStored()).toBe(0);
  });

  test('of which one is held up are told in their order', async () => {
    await toldRun();
    await stage('addChannel', 'C3', false);
    await store(toldTo('C3', change()));
    await ringAgain();
    await pass(0);
    await store(toldTo('C3', RECOVERED));
    await ringAgain();
    await pass(0);
    expect((await stage('look')).said).toEqual([]);
    await stage('addChannel', 'C3', true);
    await pass(MINUTE);
    const { said } = await stage('look');
    expect(said.map((each) => each.slice(0, 5))).toEqual(['C3: ✅', 'C3: ✅']);
  });

  test('are forgotten 90 days after the message', async () => {
    await runInDurableObject(coordinator(), (_, { storage }) => {
      const message = { channel: 'C1', ts: '1.000001' };
      openIncidentMessages(storage.sql, 0).save('old', 'slack C1', message);
      const almost = openIncidentMessages(storage.sql, 90 * DAY - 1);
      almost.save('new', 'slack C1', message);
      expect(almost.find('old', 'slack C1')).toEqual(message);
      openIncidentMessages(storage.sql, 90 * DAY).save('newest', 'slack C1', message);
      expect(almost.find('old', 'slack C1')).toBeNull();
      expect(almost.find('new', 'slack C1')).toEqual(message);
      expect(almost.find('new', 'slack C2')).toBeNull();
    });
  });
});
