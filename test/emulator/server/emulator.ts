import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import type { EmulatorServer } from './server.ts';

/** What a test holds in its hands, whatever the provider. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  readonly clock: Clock;
  /** In order of arrival, faulted ones included. */
  readonly requests: RecordedRequest[];
  /** The highest number of requests that were under way at the same time. */
  readonly mostAtOnce: number;
  fail(fault: Fault): void;
  clearFaults(): void;
  /** What happens at the provider just before the next request with this method takes effect. */
  beforeNext(method: string, happening: () => void): void;
  close(): Promise<void>;
}

export interface StartOptions {
  apiKey?: string;
  /** Default: a frozen clock. */
  clock?: Clock;
  /** Default: any free port. */
  port?: number;
}

/** Puts a provider's own controls beside those that every emulator has. */
export function emulatorOf<Own extends object>(
  server: EmulatorServer,
  clock: Clock,
  own: Own,
): Emulator & Own {
  const common: Emulator = {
    url: server.url,
    clock,
    requests: server.requests,
    get mostAtOnce() {
      return server.tally.most;
    },
    fail: (fault) => server.faults.add(fault),
    clearFaults: () => server.faults.clear(),
    beforeNext: (method, happening) => server.beforeNext(method, happening),
    close: () => server.close(),
  };
  // Not spread into a new object: that would freeze `mostAtOnce` at its value of now.
  return Object.assign(common, own);
}
