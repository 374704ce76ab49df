import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const PROGRAM = fileURLToPath(new URL('emulator-process.ts', import.meta.url));

/** The key that the emulator takes unless it is told another one. */
export const apiKey = 'skysql.1zzz.test-key';

/** What the emulator holds; every service has a nightly schedule. */
export interface Holdings {
  readonly services: number;
  readonly backupsEach: number;
  readonly latencyMs?: number;
}

export interface EmulatedCloud {
  readonly url: string;
  /** What has arrived so far, and how much of it was under way at the same time. */
  count(): Promise<{ requests: number; mostAtOnce: number }>;
}

const Started = v.object({ url: v.string() });
const Count = v.object({ requests: v.number(), mostAtOnce: v.number() });

/** Lends an emulator in a process of its own, and ends it whatever happens. */
export async function withEmulatedCloud<Result>(
  { services, backupsEach, latencyMs = 0 }: Holdings,
  use: (cloud: EmulatedCloud) => Promise<Result>,
): Promise<Result> {
  const holdings = [services, backupsEach, latencyMs].map(String);
  const child = fork(PROGRAM, holdings, { env: {}, execArgv: [] });
  const ended = once(child, 'exit');
  try {
    const { url } = v.parse(Started, await nextMessage(child, ended));
    return await use({
      url,
      count: async () => {
        child.send('count');
        return v.parse(Count, await nextMessage(child, ended));
      },
    });
  } finally {
    if (child.connected) child.disconnect();
    await ended;
  }
}

async function nextMessage(child: ChildProcess, ended: Promise<unknown[]>): Promise<unknown> {
  const tooEarly = ended.then(([code]) => {
    throw new Error(`The emulator's process ended with ${String(code)}.`);
  });
  const [message] = await Promise.race([once(child, 'message'), tooEarly]);
  return message;
}
