// The emulator in a process of its own, which outlives the step that starts it. A runner ends what
// is left of a job; elsewhere it ends by itself.
import { randomBytes } from 'node:crypto';
import { createClock } from '../emulator/clock.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import {
  addNightlyBackups,
  addNightlySchedule,
} from '../emulator/mariadb-cloud/nightly-backups.ts';

const LIFETIME = 15 * 60_000;

const healthy = 'dbtgf28044362';
const failing = 'dbtgf28216706';
const key = `skysql.1zzz.${randomBytes(16).toString('hex')}`;

const emulator = await startMariadbCloud({ apiKey: key, clock: createClock({ ticking: true }) });
// Without a schedule: the step is to make one.
addNightlyBackups(emulator, { service: healthy, count: 7 });
addNightlySchedule(emulator, failing);
addNightlyBackups(emulator, { service: failing, count: 7, lastStatus: 'Failed' });

setTimeout(() => process.exit(), LIFETIME);
process.send?.({ url: emulator.url, key, healthy, failing });
