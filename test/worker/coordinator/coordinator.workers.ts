import { env } from 'cloudflare:workers';
import {
  abortAllDurableObjects,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { afterEach, beforeEach, inject, vi } from 'vitest';
import { isEnded } from '../../../shared/backup-run/run.ts';
import { slackRequester } from '../../../worker/entrances/slack/requester.ts';
import { webhookRequester } from '../../../worker/entrances/webhook/requester.ts';
import type { Placed } from '../../../worker/orders/place-order.ts';
import type { Requester } from '../../../worker/orders/requester.ts';
import type { RunRequest, RunView } from '../../../worker/orders/run.ts';
import type { Stage, StageAddresses } from './stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stage: StageAddresses;
  }
}

/** So far ahead that workerd, whose own clock cannot be moved, never comes to an alarm by itself. */
export const START = Date.UTC(2099, 0, 15, 12);

export type Coordinator = ReturnType<typeof env.COORDINATOR.getByName>;

/** Commands what is around the Worker; it lives in Node. */
export async function stage<Name extends keyof Stage>(
  command: Name,
  ...args: Parameters<Stage[Name]>
): Promise<ReturnType<Stage[Name]>> {
  const url = `${inject('stage').control}/${command}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(args) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Gives each test a new world, at noon, with time that passes only when it is moved. */
export function useStage(): void {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    await stage('begin', START);
  });
  afterEach(async () => {
    await stage('release');
    await reset();
    vi.useRealTimers();
  });
}

/** The object of the service `prod`; a new one each time, because a crash breaks the old one. */
export function coordinator(): Coordinator {
  return env.COORDINATOR.getByName('prod');
}

let deliveries = 0;

/** A request by a webhook that was never delivered before. */
export async function ask(over: Partial<RunRequest> = {}): Promise<Placed> {
  const acceptance = await askAnything(over);
  if (acceptance.kind === 'accepted') return acceptance;
  throw new Error(`not accepted: ${acceptance.kind}`);
}

/** The same, where it may not be accepted. */
export function askAnything(over: Partial<RunRequest> = {}): ReturnType<Coordinator['accept']> {
  deliveries += 1;
  return coordinator().accept({
    service: 'prod',
    type: 'full',
    isTypeGiven: false,
    mustBeNew: false,
    requester: webhookRequester(null),
    deliveries: [`webhook:${deliveries}`],
    ...over,
  });
}

/** Somebody in a Slack channel who can be told there and nowhere else: C1 to C3 exist. */
export function inSlack(channel: string, user = 'U1'): Requester {
  const responseUrl = 'https://not-slack.example/';
  return slackRequester({ team: 'T1', channel, user, responseUrl }, START);
}

export function alarmAt(): Promise<number | null> {
  return runInDurableObject(coordinator(), (_, { storage }) => storage.getAlarm());
}

/** Changes what is stored, as an earlier or a damaged version would have left it to a new object. */
export async function changeStored(change: (sql: SqlStorage) => void): Promise<void> {
  await runInDurableObject(coordinator(), (_, { storage }) => change(storage.sql));
  await abortAllDurableObjects();
}

/** Moves the Worker's time and the world's. */
export async function moveTo(instant: number): Promise<void> {
  await stage('advance', instant - Date.now());
  vi.setSystemTime(instant);
}

/** Rings the alarm that is set, at its time; false where none is set before `end`. */
export async function ring(end = Number.POSITIVE_INFINITY): Promise<boolean> {
  const at = await alarmAt();
  if (at === null || at > end) return false;
  await moveTo(Math.max(at, Date.now()));
  return runDurableObjectAlarm(coordinator());
}

/** The platform rings an alarm again whose work broke off; here that has to be done by hand. */
export async function ringAgain(): Promise<void> {
  await runInDurableObject(coordinator(), (_, { storage }) => storage.setAlarm(Date.now()));
}

/** Lets this much time pass, with every alarm that falls into it. */
export async function pass(milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  for (let rings = 0; await ring(end); rings += 1) {
    if (rings > 500) throw new Error('the alarms come without end');
  }
  await moveTo(end);
}

/** Lets time pass until the run has ended; what is due then has been told too. */
export async function finish(id: string): Promise<RunView> {
  for (let rings = 0; rings < 100; rings += 1) {
    const run = await find(id);
    if (isEnded(run)) return run;
    if (!(await ring())) throw new Error(`the run is ${run.state}, and no alarm is set`);
  }
  throw new Error('the run does not end');
}

/** The run, which has to be there. */
export async function find(id: string): Promise<RunView> {
  const run = await coordinator().findRun(id);
  if (!run) throw new Error('there is no such run');
  return run;
}
