import { type Inputs, parseInputs } from '../../action/inputs/index.ts';
import { INPUT_DEFAULTS, type RawInputs } from '../../action/inputs/names.ts';
import { run } from '../../action/main.ts';
import type { Clock } from '../../shared/clock.ts';
import type { MariadbCloudEmulator } from '../emulator/mariadb-cloud/index.ts';
import { createRecording, type Recording } from './recording-core.ts';

/** A service id as in the vendor's samples. */
export const SERVICE = 'dbtgf28044362';
/** The key that the emulator takes. */
export const KEY = 'skysql.1zzz.test-key';

export type GivenInputs = Partial<RawInputs>;

/** The inputs as a workflow writes them: what is not given has its default. */
export function rawInputs(given: GivenInputs = {}): RawInputs {
  const key = given['worker-url'] ? '' : KEY;
  return { ...INPUT_DEFAULTS, 'api-key': key, service: SERVICE, ...given };
}

/** Inputs that have to be valid. */
export function inputsOf(given: GivenInputs = {}): Inputs {
  const parsed = parseInputs(rawInputs(given));
  if (parsed.ok) return parsed.value;
  throw new Error(`not valid: ${JSON.stringify(parsed.problem)}`);
}

/** Time that passes only by sleeping; the emulator's clock goes with it. */
export function sleepingClock({ clock }: MariadbCloudEmulator): Clock {
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => {
      clock.advance(milliseconds);
      return Promise.resolve();
    },
  };
}

/** The whole step in this process, against the emulator and on its clock. */
export async function runStep(
  emulator: MariadbCloudEmulator,
  given: GivenInputs = {},
  recording: Recording = createRecording(),
): Promise<Recording> {
  const inputs = inputsOf({ 'base-url': emulator.url, ...given });
  await run(inputs, { core: recording.core, clock: sleepingClock(emulator), env: {} });
  return recording;
}
