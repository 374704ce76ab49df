import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../shared/clock.ts';
import { PROVIDERS } from '../../../../shared/provider/create-provider.ts';
import type { Clock as EmulatorClock } from '../../../emulator/clock.ts';
import type { Fault } from '../../../emulator/faults.ts';
import type { RecordedRequest } from '../../../emulator/recorded-request.ts';
import type { Bench, Stage } from './bench.ts';

/** What every emulator has. */
interface Emulator {
  readonly url: string;
  readonly clock: EmulatorClock;
  readonly requests: RecordedRequest[];
  fail(fault: Fault): void;
  close(): Promise<void>;
}

type Controls = Pick<
  Stage,
  'seed' | 'seedRunning' | 'limitPages' | 'ignoreOrder' | 'oneTime' | 'schedule'
>;

/** The part of a stage that is the same for every provider. */
export function createStage(bench: Bench, emulator: Emulator, controls: Controls): Stage {
  onTestFinished(() => emulator.close());
  const happenings: (() => void)[] = [];
  const clock = sleepingClock(emulator, () => happenings.shift()?.());
  const { url: baseUrl, requests } = emulator;
  const connect = (apiKey: string) => PROVIDERS[bench.name].create({ apiKey, baseUrl, clock });
  const provider = connect(bench.apiKey);
  return {
    ...controls,
    url: baseUrl,
    provider,
    clock,
    requests,
    connect,
    listRequests: () =>
      requests.filter(
        ({ method, path }) => method === bench.listing.method && bench.listing.path?.test(path),
      ),
    readBackups: (isEnough = () => false) => provider.readBackups(bench.service, isEnough),
    fail: (fault) => emulator.fail(fault),
    onSleep: (happening) => void happenings.push(happening),
  };
}

/** Time that passes only by sleeping; the emulator's clock goes with it. */
export function sleepingClock(
  { clock }: Pick<Emulator, 'clock'>,
  onSlept: () => void = () => {},
): Clock {
  return {
    now: () => clock.now(),
    sleep: async (milliseconds) => {
      clock.advance(milliseconds);
      onSlept();
    },
  };
}
