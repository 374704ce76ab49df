import { run } from '../../../action/main.ts';
import { createClock } from '../../emulator/clock.ts';
import { startMariadbCloud } from '../../emulator/mariadb-cloud/index.ts';
import type { MariadbCloudEmulator } from '../../emulator/mariadb-cloud/index.ts';
import { runBuiltAction, type StepOptions, type StepRun } from '../built-action.ts';
import { createRecording, type Recording } from '../recording-core.ts';
import { type GivenInputs, inputsOf, KEY, SERVICE, sleepingClock } from '../step.ts';
import { startStandIn, type StandIn } from './stand-in/index.ts';
import { startTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts';

/** A provider, a Worker that has its key, and the runner's endpoint for tokens, on one clock. */
export interface KeylessStage {
  readonly cloud: MariadbCloudEmulator;
  readonly worker: StandIn;
  readonly tokens: TokenEndpoint;
  /** The step in this process, on the moved clock. */
  readonly step: (given?: GivenInputs, env?: Env) => Promise<Recording>;
  /** The committed bundle in a process of its own. */
  readonly built: (given?: GivenInputs, more?: Partial<StepOptions>) => Promise<StepRun>;
  readonly close: () => Promise<unknown>;
}

type Env = Readonly<Record<string, string>>;

/** A second service at the same provider. */
export const OTHER = 'dbtgf28216706';

export async function startKeyless({ ticking = false } = {}): Promise<KeylessStage> {
  const cloud = await startMariadbCloud({ clock: createClock({ ticking }) });
  const clock = sleepingClock(cloud);
  const tokens = await startTokenEndpoint(cloud.clock);
  const connection = { apiKey: KEY, baseUrl: cloud.url };
  const services = {
    prod: { ...connection, service: SERVICE },
    shop: { ...connection, service: OTHER },
  };
  const worker = await startStandIn({ services, tokens, clock });
  const inputsFor = (given: GivenInputs) => ({
    'worker-url': worker.url,
    service: 'prod',
    ...given,
  });
  return {
    cloud,
    worker,
    tokens,
    step: async (given = {}, env = tokens.env) => {
      const recording = createRecording();
      const inputs = inputsOf(inputsFor(given));
      await run(inputs, { core: recording.core, clock, env });
      return recording;
    },
    built: (given = {}, more = {}) =>
      runBuiltAction({ ...more, inputs: inputsFor(given), env: more.env ?? tokens.env }),
    close: () => Promise.all([cloud.close(), worker.close(), tokens.close()]),
  };
}
