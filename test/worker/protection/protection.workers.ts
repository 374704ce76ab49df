import { env } from 'cloudflare:workers';
import {
  createExecutionContext,
  createScheduledController,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { afterEach, beforeEach, inject, vi } from 'vitest';
import { formatInstant, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import worker from '../../../worker/index.ts';
import type {
  ProtectionAddresses,
  ProtectionStage,
  Row,
  Service,
  ShownDeployment,
  WaitingEvent,
} from './stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    protectionStage: ProtectionAddresses;
  }
}

/** So far ahead that workerd, whose own clock cannot be moved, never comes to an alarm by itself. */
export const START = Date.UTC(2099, 0, 15, 12);

/** Infinity does not survive JSON. */
export const FOR_EVER = 1e6;

export const QUARTER = 15 * MINUTE;

/** Where GitHub's pages are. */
export const pages = () => new URL(inject('protectionStage').githubApi).origin;

/** Commands what is around the Worker; it lives in Node. */
export async function stage<Name extends keyof ProtectionStage>(
  command: Name,
  ...args: Parameters<ProtectionStage[Name]>
): Promise<ReturnType<ProtectionStage[Name]>> {
  const url = `${inject('protectionStage').control}/${command}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(args) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Gives each test a new world, at noon, with time that passes only when it is moved. */
export function useProtectionStage(): void {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    await stage('begin', START);
  });
  afterEach(async () => {
    await stage('mendCloud');
    await stage('mendGithub');
    await stage('release');
    // What no object has open stays stored.
    await Promise.all(allObjects().map(alarmOf));
    await reset();
    vi.useRealTimers();
  });
}

export const shop = () => env.DEPLOYMENTS.getByName('acme/shop');

/** Every object that may have something to do. */
function allObjects(): readonly AnyObject[] {
  return [
    shop(),
    env.DEPLOYMENTS.getByName('acme/other'),
    env.COORDINATOR.getByName('prod'),
    env.COORDINATOR.getByName('archive'),
    env.COORDINATOR.getByName('lenient'),
    env.BOARD.getByName('board'),
  ];
}

type AnyObject =
  | ReturnType<typeof shop>
  | ReturnType<Env['COORDINATOR']['getByName']>
  | ReturnType<Env['BOARD']['getByName']>;

export function alarmOf(object: AnyObject): Promise<number | null> {
  return runInDurableObject<Rpc.DurableObjectBranded, number | null>(object, (_, { storage }) =>
    storage.getAlarm(),
  );
}

/** A full backup of ten minutes that began at this time, good unless `row` says otherwise. */
export function addBackup(service: Service, at: number, row: Row = {}): Promise<void> {
  return stage('addBackup', service, {
    type: 'full',
    status: 'Succeeded',
    start_time: formatInstant(at),
    end_time: formatInstant(at + 10 * MINUTE),
    storage_bytes: 5_000_000,
    ...row,
  });
}

/** All services have a schedule and last night's backup. */
export async function makeAllGood(): Promise<void> {
  const longAgo = formatInstant(START - 1000 * HOUR);
  for (const name of ['prod', 'archive', 'lenient'] as const) {
    await stage('addSchedule', name, {
      type: 'full',
      schedule: '0 2 * * *',
      suspended: false,
      created_at: longAgo,
      updated_at: longAgo,
    });
    await addBackup(name, START - 10 * HOUR);
  }
}

/** One request through the front door, with what it leaves for later. */
export async function send(path: string, init: RequestInit, over: object = {}): Promise<Response> {
  const context = createExecutionContext();
  const request = new Request(`https://backup-gate.example${path}`, init);
  const response = await worker.fetch(
    request as Request<unknown, IncomingRequestCfProperties>,
    { ...env, ...over },
    context,
  );
  await waitOnExecutionContext(context);
  return response;
}

export function post(event: WaitingEvent, over: object = {}): Promise<Response> {
  const { headers, body } = event;
  return send('/github/webhook', { method: 'POST', headers, body }, over);
}

/** Delivers every event that waits. Returns the statuses. */
export async function deliverAll(): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const event of await stage('waitingEvents')) {
    const { status } = await post(event);
    await stage('settle', event.deliveryId, status);
    statuses.push(status);
  }
  return statuses;
}

let runs = 4000;

/** A job of a new run begins to wait, and its event arrives. Returns the deployment's id. */
export async function deploy(environment = 'production', over: object = {}): Promise<number> {
  const runId = String((runs += 1));
  const id = await stage('deploy', { repository: 'acme/shop', environment, runId, ...over });
  await deliverAll();
  return id;
}

export async function deploymentOf(id: number): Promise<ShownDeployment> {
  const { deployments } = await stage('look');
  const found = deployments.find((one) => one.id === id);
  if (!found) throw new Error(`GitHub has no deployment ${id}`);
  return found;
}

/** What the platform does every 15 minutes. */
export async function cron(over: object = {}): Promise<void> {
  const controller = createScheduledController({ scheduledTime: Date.now() });
  await worker.scheduled(controller, { ...env, ...over });
}

/** Moves the Worker's time and the world's. */
export async function moveTo(instant: number): Promise<void> {
  await stage('advance', instant - Date.now());
  vi.setSystemTime(instant);
}

/** Rings every alarm that is set for before `end`, each at its time. */
export async function ringUntil(end: number): Promise<void> {
  const objects = allObjects();
  for (let rings = 0; rings < 3000; rings += 1) {
    const alarms = await Promise.all(objects.map(alarmOf));
    const at = Math.min(...alarms.map((each) => each ?? Infinity));
    if (at >= end) return;
    if (at > Date.now()) await moveTo(at);
    const rung = objects[alarms.indexOf(at)];
    if (rung) await runDurableObjectAlarm(rung).catch(() => undefined);
  }
  throw new Error('the alarms come without end');
}

/** Lets this much time pass, with every alarm that falls into it, and every cron. */
export async function pass(milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const next = Math.floor(Date.now() / QUARTER) * QUARTER + QUARTER;
    await ringUntil(Math.min(next, end) + (next > end ? 1 : 0));
    if (next > end) break;
    await moveTo(next);
    await cron();
    await deliverAll();
  }
  await moveTo(end);
}
