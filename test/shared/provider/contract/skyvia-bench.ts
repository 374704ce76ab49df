import { startSkyvia } from '../../../emulator/skyvia/index.ts';
import type { Bench, StageOptions } from './bench.ts';
import { createStage } from './stage.ts';

const service = '3/12';
const HOUR = 3_600_000;
const STATES = { succeeded: 'Succeeded', failed: 'Failed', unknown: 'Petrified' } as const;
const SCHEDULES = { active: 'active', suspended: 'inactive', none: 'none' } as const;

export const skyviaBench: Bench = {
  name: 'skyvia',
  apiKey: 'skyvia-test-token',
  wrongKey: 'skyvia-other-token',
  service,
  all: '3/all',
  unknownService: '3/13',
  unknownServiceShows: 'unknown-service',
  ids: 'integer',
  fields: ['snapshotId', 'queueTime', 'startTime', 'endTime', 'state', 'runBySchedule'],
  listOf: (rows) => ({ data: rows, hasMore: false }),
  errorSaying: (message) => ({ errorCode: 400, errors: {}, message, refresh: false }),
  listing: { method: 'GET', path: /\/snapshots$/ },
  paths:
    /^\/v1\/workspaces\/3\/backups\/12(\/schedule|\/snapshots|\/snapshots\/(?!\.{1,2}$)[^/]+)?$/,
  start,
};

async function start({ schedule = 'active' }: StageOptions = {}) {
  const emulator = await startSkyvia();
  emulator.addBackup({ workspace: 3, backup: 12, schedule: SCHEDULES[schedule] });
  return createStage(skyviaBench, emulator, {
    seed: ({ status, startedAt, endedAt = startedAt, id }) =>
      String(
        emulator.addSnapshot(service, {
          ...(id === undefined ? {} : { snapshotId: id }),
          queueTime: startedAt,
          startTime: startedAt,
          endTime: endedAt,
          state: STATES[status],
          runBySchedule: true,
        })['snapshotId'],
      ),
    seedRunning: () => {
      emulator.nextRun({ queuedMs: 0, runningMs: Infinity });
      return `run ${String(emulator.startRun(service)['runId'])}`;
    },
    limitPages: (size) => {
      emulator.settings.takeLimit = size;
    },
    ignoreOrder: () => {
      emulator.settings.ignoreOrder = true;
    },
    oneTime: {
      creating: { method: 'POST', path: /\/snapshots$/ },
      plan: (end) => emulator.nextRun({ queuedMs: 2000, runningMs: 5000, outcome: STATES[end] }),
      countAtTheEnd: () => {
        emulator.clock.advance(HOUR);
        return emulator.snapshots(service).length;
      },
    },
    schedule: {
      resuming: { method: 'POST', path: /\/schedule\/enable$/ },
      isActive: () => emulator.schedule(service) === 'active',
    },
  });
}
