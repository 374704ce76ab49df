/** The emulator's own time. Rows and timestamps follow it, never the machine's clock directly. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
  /** Moves the clock by this many milliseconds; a negative number moves it back. */
  advance(ms: number): void;
}

export interface ClockOptions {
  /** Epoch milliseconds, UTC. Default: a fixed instant when frozen, the real time when ticking. */
  startAt?: number;
  /** True: the clock runs with real time. False (default): it stands until a test moves it. */
  ticking?: boolean;
}

/** A fixed start keeps tests the same on every day they run. */
const frozenStart = Date.UTC(2026, 0, 15, 12, 0, 0);

export function createClock(options: ClockOptions = {}): Clock {
  return options.ticking === true
    ? tickingClock(options.startAt ?? Date.now())
    : frozenClock(options.startAt ?? frozenStart);
}

function frozenClock(startAt: number): Clock {
  let now = startAt;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

function tickingClock(startAt: number): Clock {
  let ahead = startAt - Date.now();
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}
