import { startMariadbCloud } from '../../../emulator/mariadb-cloud/index.ts';
import { rfc3339 } from '../../../emulator/mariadb-cloud/wire-time.ts';
import type { Bench, StageOptions } from './bench.ts';
import { createStage } from './stage.ts';

const service = 'dbtgf28044362';
const HOUR = 3_600_000;
const WORDS = { succeeded: 'Succeeded', failed: 'Failed', unknown: 'Petrified' } as const;

export const mariadbCloudBench: Bench = {
  name: 'mariadb-cloud',
  apiKey: 'skysql.1zzz.test-key',
  wrongKey: 'skysql.1zzz.other-key',
  service,
  all: 'all',
  unknownService: 'dbtgf00000000',
  unknownServiceShows: 'unknown-service',
  ids: 'text',
  fields: [
    'id',
    'service_id',
    'type',
    'status',
    'start_time',
    'end_time',
    'point_in_time',
    'reference_full_backup',
    'storage_bytes',
    'backup_size',
  ],
  listOf: (rows) => ({ backups: rows, backups_count: rows.length, pages_count: 1 }),
  errorSaying: (message) => ({ code: 400, trace_id: 't1', errors: [{ error: 'x', message }] }),
  listing: { method: 'GET', path: /\/backups$/ },
  paths: /^\/skybackup\/v1\/backups(\/schedules)?$/,
  start,
};

async function start({ schedule = 'active' }: StageOptions = {}) {
  const emulator = await startMariadbCloud();
  emulator.addService(service);
  if (schedule !== 'none') {
    const times = { created_at: '2025-01-01T00:00:00Z', updated_at: '2025-01-01T00:00:00Z' };
    const suspended = schedule === 'suspended';
    emulator.addSchedule({
      service_id: service,
      type: 'full',
      schedule: '0 2 * * *',
      suspended,
      ...times,
    });
  }
  return createStage(mariadbCloudBench, emulator, {
    seed: ({ status, startedAt, endedAt = startedAt, ...id }) =>
      String(
        emulator.addBackup({
          ...id,
          service_id: service,
          type: 'full',
          status: WORDS[status],
          start_time: startedAt,
          end_time: endedAt,
          storage_bytes: 5_000_000,
        })['id'],
      ),
    seedRunning: () => {
      const start_time = rfc3339(emulator.clock.now());
      const row = { service_id: service, type: 'full', status: 'Running', start_time };
      return String(emulator.addBackup(row)['id']);
    },
    limitPages: (size) => {
      emulator.settings.pageSizeLimit = size;
    },
    ignoreOrder: () => {
      emulator.settings.ignoreOrder = true;
    },
    oneTime: {
      creating: { method: 'POST', path: /\/schedules$/ },
      plan: (end) => emulator.nextBackup({ queuedMs: 2000, runningMs: 5000, outcome: WORDS[end] }),
      countAtTheEnd: () => {
        emulator.clock.advance(HOUR);
        return emulator.backups(service).length;
      },
    },
    schedule: {
      resuming: { method: 'PATCH' },
      isActive: () => emulator.schedules(service).some((row) => row['suspended'] === false),
    },
  });
}
