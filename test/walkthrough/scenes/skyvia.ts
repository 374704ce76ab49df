import { HOUR, MINUTE } from '../../../shared/domain/instant.ts';
import type { SkyviaEmulator } from '../../emulator/skyvia/index.ts';
import { isoTime } from '../../emulator/skyvia/run.ts';
import { secret } from '../step-yaml.ts';
import type { Scene } from './scene.ts';

const [workspace, backup] = [12, 345];
const service = `${workspace}/${backup}`;

export const skyviaScenes: readonly Scene[] = [
  {
    title: 'Skyvia: a schedule that was switched off',
    story:
      'The last snapshot succeeded a few hours ago, but somebody has disabled the schedule since. The step enables it again and opens the gate.',
    on: 'skyvia',
    prepare: ({ skyvia }) => {
      skyvia.addBackup({ workspace, backup, schedule: 'inactive' });
      addLastSnapshot(skyvia);
    },
    inputs: {
      provider: 'skyvia',
      'api-key': secret('SKYVIA_TOKEN'),
      service,
      schedule: 'enabled',
    },
    expected: { exitCode: 0, outputs: { gate: 'open', 'schedule-change': 'resumed' } },
    shows: { outputs: ['recovery-point', 'schedule-change'], summary: false },
  },
];

function addLastSnapshot(skyvia: SkyviaEmulator): void {
  const start = skyvia.clock.now() - 6 * HOUR;
  skyvia.addSnapshot(service, {
    queueTime: isoTime(start),
    startTime: isoTime(start),
    endTime: isoTime(start + 3 * MINUTE),
    state: 'Succeeded',
    runBySchedule: true,
  });
}
