// The emulator in a process of its own, so that its work is not counted as the Action's. It ends
// when the process that started it lets go of it.
import { argv } from 'node:process';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import {
  addNightlyBackups,
  addNightlySchedule,
} from '../emulator/mariadb-cloud/nightly-backups.ts';
import { serviceIds } from './services.ts';

const [services = 1, backups = 1, latencyMs = 0] = argv.slice(2).map(Number);

const emulator = await startMariadbCloud({ clock: createClock({ ticking: true }) });
emulator.settings.latencyMs = latencyMs;
for (const service of serviceIds(services)) {
  addNightlySchedule(emulator, service);
  addNightlyBackups(emulator, { service, count: backups });
}

process.on('message', () => {
  process.send?.({ requests: emulator.requests.length, mostAtOnce: emulator.mostAtOnce });
});
process.once('disconnect', () => void emulator.close());
process.send?.({ url: emulator.url });
