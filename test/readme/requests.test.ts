import { expect, test } from 'vitest';
import { run } from '../../action/main.ts';
import type { Clock } from '../../shared/clock.ts';
import { formatInstant, HOUR } from '../../shared/domain/instant.ts';
import { addHealthy } from '../action/backups-in-emulator.ts';
import { createRecording } from '../action/recording-core.ts';
import { type GivenInputs, inputsOf, KEY } from '../action/step.ts';
import { addDay, instance } from '../emulator/bycloud-fixtures.ts';
import { startBycloud } from '../emulator/bycloud/index.ts';
import { startMariadbCloud } from '../emulator/mariadb-cloud/index.ts';
import { startSkyvia } from '../emulator/skyvia/index.ts';
import { docs, tableOf } from './read-readme.ts';

interface Emulated {
  readonly url: string;
  readonly requests: readonly unknown[];
  readonly clock: Pick<Clock, 'now'>;
  close(): Promise<void>;
}

/** How many requests one step makes of a provider. */
async function countRequests(emulator: Emulated, given: GivenInputs): Promise<number> {
  try {
    const { core, outputs } = createRecording();
    // Nothing has to be waited for.
    const clock = { now: () => emulator.clock.now(), sleep: () => Promise.resolve() };
    const inputs = inputsOf({ 'base-url': emulator.url, ...given });
    await run(inputs, { core, clock, env: {} });
    expect(outputs['gate']).toBe('open');
    return emulator.requests.length;
  } finally {
    await emulator.close();
  }
}

test('docs/providers.md says how many requests a step makes', async () => {
  const mariadbCloud = await startMariadbCloud();
  addHealthy(mariadbCloud);
  const skyvia = await startSkyvia({ apiKey: KEY });
  skyvia.addBackup({ workspace: 12, backup: 345, schedule: 'active' });
  const startTime = formatInstant(skyvia.clock.now() - HOUR);
  skyvia.addSnapshot('12/345', { startTime, endTime: startTime, state: 'Succeeded' });
  const bycloud = await startBycloud({ apiKey: KEY });
  addDay(bycloud, 14);
  const counted = [
    await countRequests(mariadbCloud, {}),
    await countRequests(skyvia, { provider: 'skyvia', service: '12/345' }),
    await countRequests(bycloud, { provider: 'bycloud', service: instance }),
  ];
  const said = tableOf(docs('providers'), 'what is judged').map(([, count]) => Number(count));
  expect(counted).toEqual(said);
});
