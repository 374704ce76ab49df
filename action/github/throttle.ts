import type { ThrottlingOptions } from '@octokit/plugin-throttling';
import type { Clock } from '../../shared/clock.ts';

/** What the throttling plugin asks when a request may go: `key(…).schedule(options, send)`. */
type Gatekeeper = NonNullable<ThrottlingOptions['write']>;

/**
 * Lets requests go one by one, `intervalMs` apart, on the clock that is handed in. The plugin's own
 * would wait in real time, and three seconds for each issue: ten minutes for two hundred.
 */
export function createThrottle(clock: Clock, intervalMs: number): Gatekeeper {
  let freeAt = 0;
  const schedule = async <Value>(_options: unknown, send: () => Promise<Value>) => {
    const pause = freeAt - clock.now();
    freeAt = Math.max(freeAt, clock.now()) + intervalMs;
    if (pause > 0) await clock.sleep(pause);
    return send();
  };
  // A class of another package, of which the plugin uses this one way.
  return { key: () => ({ schedule }) } as unknown as Gatekeeper;
}
