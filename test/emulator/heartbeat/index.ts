import { createClock } from '../clock.ts';
import { textAnswer } from '../server/answer.ts';
import { emulatorOf, type Emulator, type StartOptions } from '../server/emulator.ts';
import { Refusal } from '../server/refusal.ts';
import { startServer } from '../server/server.ts';

/** A service that raises the alarm when it is not called in time, on loopback. */
export interface HeartbeatEmulator extends Emulator {
  /** What is to be called after each round. Whoever knows it can pretend that all is well. */
  readonly pingUrl: string;
  /** When it was called, by the emulator's clock. */
  readonly pings: readonly number[];
}

const PATH = '/ping/5f0c1f4e-3b1c-4d6b-9a52-0d1f7a3f9c11';

export async function startHeartbeat(options: StartOptions = {}): Promise<HeartbeatEmulator> {
  const clock = options.clock ?? createClock();
  const pings: number[] = [];
  const server = await startServer({
    clock,
    port: options.port ?? 0,
    answer: ({ record: { method, path } }) => {
      if (path !== PATH) throw new Refusal(404, 'not found');
      if (!['GET', 'HEAD', 'POST'].includes(method)) throw new Refusal(405, 'GET, HEAD or POST');
      pings.push(clock.now());
      return textAnswer('OK', { status: 200, headers: { 'content-type': 'text/plain' } });
    },
    errorBody: ({ message }) => message ?? 'asked for by a fault',
    latencyMs: () => 0,
  });
  return emulatorOf(server, clock, { pingUrl: `${server.url}${PATH}`, pings });
}
