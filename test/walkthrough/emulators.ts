import { type BycloudEmulator, startBycloud } from '../emulator/bycloud/index.ts';
import { createClock } from '../emulator/clock.ts';
import { type MariadbCloudEmulator, startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { type SkyviaEmulator, startSkyvia } from '../emulator/skyvia/index.ts';

/** One for each provider; all run with real time and take the same key. */
export interface Emulators {
  readonly mariadbCloud: MariadbCloudEmulator;
  readonly skyvia: SkyviaEmulator;
  readonly bycloud: BycloudEmulator;
}

export const apiKey = 'walkthrough-key';

/** Lends the emulators, and closes them whatever happens. */
export async function withEmulators<Result>(
  use: (emulators: Emulators) => Promise<Result>,
): Promise<Result> {
  const options = { apiKey, clock: createClock({ ticking: true }) };
  const emulators: Emulators = {
    mariadbCloud: await startMariadbCloud(options),
    skyvia: await startSkyvia(options),
    bycloud: await startBycloud(options),
  };
  try {
    return await use(emulators);
  } finally {
    await Promise.all(Object.values(emulators).map((emulator) => emulator.close()));
  }
}
