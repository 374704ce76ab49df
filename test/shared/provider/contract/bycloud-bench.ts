import { startBycloud } from '../../../emulator/bycloud/index.ts';
import type { Bench } from './bench.ts';
import { createStage } from './stage.ts';

const service = '550e8400-e29b-41d4-a716-446655440001';
const WORDS = { succeeded: 'COMPLETED', failed: 'FAILED', unknown: 'PETRIFIED' } as const;

export const bycloudBench: Bench = {
  name: 'bycloud',
  apiKey: 'AKTEST:secret-test',
  wrongKey: 'AKTEST:other-secret',
  service,
  all: 'all',
  unknownService: '550e8400-e29b-41d4-a716-446655440002',
  unknownServiceShows: 'empty-list',
  ids: 'text',
  fields: ['id', 'status', 'instance_id', 'parent_id', 'size', 'created_at', 'updated_at'],
  listOf: (rows) => ({ database_backups: rows, meta: { total: rows.length, has_more: false } }),
  errorSaying: (message) => ({ error: { code: 400, message, request_id: 'r1' } }),
  listing: { method: 'GET', path: /\/database-backups$/ },
  paths: /^\/v1\/database-backups$/,
  start,
};

async function start() {
  const emulator = await startBycloud();
  emulator.addInstance({ id: service });
  return createStage(bycloudBench, emulator, {
    seed: ({ status, startedAt, endedAt = startedAt, ...id }) =>
      String(
        emulator.addBackup({
          ...id,
          instance_id: service,
          parent_id: null,
          size: 0.14,
          status: WORDS[status],
          created_at: startedAt,
          updated_at: endedAt,
        })['id'],
      ),
    seedRunning: () => {
      const created_at = new Date(emulator.clock.now()).toISOString();
      const row = { instance_id: service, parent_id: null, status: 'SAVING', created_at };
      return String(emulator.addBackup(row)['id']);
    },
    limitPages: (size) => {
      emulator.settings.limitCap = size;
    },
    ignoreOrder: () => {
      emulator.settings.order = 'oldest-first';
    },
    oneTime: null,
    schedule: null,
  });
}
