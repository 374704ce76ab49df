import { DAY, HOUR, MINUTE, formatInstant } from '../../../shared/domain/instant.ts';
import type { BycloudEmulator } from '../../emulator/bycloud/index.ts';
import { secret } from '../step-yaml.ts';
import type { Scene } from './scene.ts';

const instance = '550e8400-e29b-41d4-a716-446655440001';

export const bycloudScenes: readonly Scene[] = [
  {
    title: 'ByCloud: the latest backup failed',
    story:
      "The backup before it is good, but the newest one failed. ByCloud's API can only be read, so the step cannot repair this: exit code 1 is wanted here too.",
    on: 'bycloud',
    prepare: ({ bycloud }) => {
      addDailyBackup(bycloud, { daysAgo: 1, status: 'COMPLETED' });
      addDailyBackup(bycloud, { daysAgo: 0, status: 'FAILED' });
    },
    inputs: {
      provider: 'bycloud',
      'api-key': secret('BYCLOUD_TOKEN'),
      'base-url': 'https://api.example.com',
      service: instance,
    },
    expected: { exitCode: 1, outputs: { gate: 'closed', reasons: 'latest-backup-failed' } },
    shows: { outputs: ['reasons', 'backup-status'], summary: false },
  },
];

interface DailyBackup {
  readonly daysAgo: number;
  readonly status: string;
}

/** Six hours ago, or the same time on a day before: well within the 48 hours of `max-age: auto`. */
function addDailyBackup(bycloud: BycloudEmulator, { daysAgo, status }: DailyBackup): void {
  const start = bycloud.clock.now() - 6 * HOUR - daysAgo * DAY;
  bycloud.addBackup({
    name: `daily-${formatInstant(start).slice(0, 10)}`,
    status,
    instance_id: instance,
    parent_id: null,
    size: 0.14,
    datastore: { type: 'mariadb', version: '11.4' },
    created_at: formatInstant(start),
    updated_at: formatInstant(start + 4 * MINUTE),
  });
}
