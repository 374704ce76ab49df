import type { ThrottlingOptions } from '@octokit/plugin-throttling';
import type { Clock } from '../../shared/clock.ts';

/** The limiter that the throttling plugin expects: `key(…).schedule(options, send)`. */
type Gatekeeper = NonNullable<ThrottlingOptions['write']>;

/**
 * Lets requests through one by one, `intervalMs` apart, on the given clock. The plugin's own
 * limiter waits in real time, three seconds for each issue: ten minutes for two hundred.
 */
export function createThrottle(clock: Clock, intervalMs: number): Gatekeeper {
  let freeAt = 0;
  const schedule = async <Value>(_options: unknown, send: () => Promise<Value>) => {
    const pause = freeAt - clock.now();
    freeAt = Math.max(freeAt, clock.now()) + intervalMs;
    if (pause > 0) await clock.sleep(pause);
    return send();
  };
  // The type is a class of Bottleneck, of which the plugin uses only this.
  return { key: () => ({ schedule }) } as unknown as Gatekeeper;
}
