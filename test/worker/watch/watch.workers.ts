import { env } from 'cloudflare:workers';
import {
  createScheduledController,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { afterEach, beforeEach, inject, vi } from 'vitest';
import { formatInstant, HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import worker from '../../../worker/index.ts';
import type { BoardAnswer } from '../../../worker/status/board-reader.ts';
import type { ServiceView } from '../../../worker/status/service-view.ts';
import {
  NAMES,
  type Row,
  type Service,
  type WatchAddresses,
  type WatchEvent,
  type WatchStage,
} from './watch-stage-protocol.ts';

declare module 'vitest' {
  interface ProvidedContext {
    watchStage: WatchAddresses;
  }
}

/** So far ahead that workerd, whose own clock cannot be moved, never comes to an alarm by itself. */
export const START = Date.UTC(2099, 0, 15, 12);

const QUARTER = 15 * MINUTE;

/** Commands what is around the Worker; it lives in Node. */
export async function stage<Name extends keyof WatchStage>(
  command: Name,
  ...args: Parameters<WatchStage[Name]>
): Promise<ReturnType<WatchStage[Name]>> {
  const url = `${inject('watchStage').control}/${command}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(args) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Gives each test a new world, at noon, with time that passes only when it is moved. */
export function useWatchStage(): void {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    await stage('begin', START);
  });
  afterEach(async () => {
    await stage('mendCloud');
    // What no object has open stays stored.
    await Promise.all([...NAMES.map(coordinator), board()].map(alarmOf));
    await reset();
    vi.useRealTimers();
  });
}

export const coordinator = (name: Service) => env.COORDINATOR.getByName(name);
export const board = () => env.BOARD.getByName('board');

/** What the board shows to somebody who has nothing of it yet. */
export async function readBoard(withChangesOf?: string): Promise<readonly ServiceView[]> {
  const { contents }: BoardAnswer = await board().read({ known: null, withChangesOf });
  if (contents === null) throw new Error('nobody had them before');
  return contents.views;
}

export async function viewOf(name: Service): Promise<ServiceView> {
  const views = await readBoard(name);
  const view = views.find((each) => each.name === name);
  if (!view) throw new Error(`the board has no ${name}`);
  return view;
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

/** Every night at two, since long ago. */
export function addNightly(service: Service, row: Row = {}): Promise<void> {
  const longAgo = formatInstant(START - 1000 * HOUR);
  return stage('addSchedule', service, {
    type: 'full',
    schedule: '0 2 * * *',
    suspended: false,
    created_at: longAgo,
    updated_at: longAgo,
    ...row,
  });
}

/** Services about which there is nothing to say: last night's backup, and a schedule. */
export async function makeAllGood(): Promise<void> {
  for (const name of NAMES) {
    await addNightly(name);
    await addBackup(name, START - 10 * HOUR);
  }
}

/** What the platform does every 15 minutes. */
export async function cron(over: object = {}): Promise<void> {
  const controller = createScheduledController({ scheduledTime: Date.now() });
  await worker.scheduled(controller, { ...env, ...over });
}

export type AnyObject = ReturnType<typeof coordinator> | ReturnType<typeof board>;

export function alarmOf(object: AnyObject): Promise<number | null> {
  return runInDurableObject<Rpc.DurableObjectBranded, number | null>(object, (_, { storage }) =>
    storage.getAlarm(),
  );
}

/** Moves the Worker's time and the world's. */
export async function moveTo(instant: number): Promise<void> {
  await stage('advance', instant - Date.now());
  vi.setSystemTime(instant);
}

/** Rings every alarm that is set for before `end`, each at its time. Returns how many there were. */
export async function ringUntil(end: number): Promise<number> {
  const objects: readonly AnyObject[] = [...NAMES.map(coordinator), board()];
  const alarms = await Promise.all(objects.map(alarmOf));
  for (let rings = 0; rings < 1000; rings += 1) {
    const at = Math.min(...alarms.map((each) => each ?? Infinity));
    if (at >= end) return rings;
    if (at > Date.now()) await moveTo(at);
    const index = alarms.indexOf(at);
    const rung = objects[index];
    if (rung) await runDurableObjectAlarm(rung);
    // A coordinator calls nobody but the board.
    for (const changed of [index, objects.length - 1]) {
      const object = objects[changed];
      if (object) alarms[changed] = await alarmOf(object);
    }
  }
  throw new Error('the alarms come without end');
}

/**
 * Lets this much time pass, with every cron and alarm that falls into it. Where the looks are due at
 * the full hour, the crons between do nothing, and weeks are shorter without them.
 */
export async function pass(milliseconds: number, cronEvery = QUARTER): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const next = Math.floor(Date.now() / cronEvery) * cronEvery + cronEvery;
    await ringUntil(Math.min(next, end));
    if (next > end) break;
    await moveTo(next);
    await cron();
  }
  await ringUntil(end + 1);
  await moveTo(end);
}

/** `2099-01-15 14:01 fails opened block`, one for each verdict that was told. */
export function describeVerdicts(events: readonly WatchEvent[]): readonly string[] {
  return events
    .filter(({ body }) => body.type === 'verdict.changed')
    .map(({ body: { data } }) => {
      const kind = data['kind'] ?? data['change'];
      return `${String(data['service'])} ${String(kind)} ${String(data['verdict'])}`;
    });
}
