import type { Clock } from '../clock.ts';
import { Refusal } from '../server/refusal.ts';

/** How many requests are allowed, counted from the moment this is set. */
export interface RateLimit {
  readonly limit: number;
  /** Left until the reset; afterwards there are `limit` again. */
  readonly remaining: number;
  /** Seconds to the reset by the emulator's clock, and from each reset to the next; at least 1. */
  readonly resetInSeconds: number;
}

/** Counts requests against a limit that may be changed or taken away at any time. */
export interface Budget {
  /** As it stands now; null: no limit, and no headers about one. */
  get(): RateLimit | null;
  set(rateLimit: RateLimit | null): void;
  /** Takes one request off; refuses with 429 when none is left. */
  spend(): void;
  headers(): Record<string, string>;
}

interface Window {
  readonly limit: number;
  readonly lengthMs: number;
  remaining: number;
  /** Epoch milliseconds, UTC. */
  endsAt: number;
}

export function createBudget(clock: Clock, initial: RateLimit | null): Budget {
  let window = windowOf(initial, clock.now());
  const current = () => {
    if (window !== null) refill(window, clock.now());
    return window;
  };
  return {
    get: () => rateLimitOf(current(), clock.now()),
    set: (rateLimit) => {
      window = windowOf(rateLimit, clock.now());
    },
    spend: () => spendOne(current(), clock.now()),
    headers: () => headersOf(current()),
  };
}

function windowOf(rateLimit: RateLimit | null, now: number): Window | null {
  if (rateLimit === null) return null;
  const { limit, remaining, resetInSeconds } = rateLimit;
  if (!(resetInSeconds >= 1)) throw new RangeError('resetInSeconds must be at least 1');
  const lengthMs = resetInSeconds * 1000;
  return { limit, lengthMs, remaining, endsAt: now + lengthMs };
}

function refill(window: Window, now: number): void {
  if (now < window.endsAt) return;
  const passed = Math.floor((now - window.endsAt) / window.lengthMs) + 1;
  window.endsAt += passed * window.lengthMs;
  window.remaining = window.limit;
}

function rateLimitOf(window: Window | null, now: number): RateLimit | null {
  if (window === null) return null;
  const { limit, remaining } = window;
  return { limit, remaining, resetInSeconds: secondsLeft(window, now) };
}

function spendOne(window: Window | null, now: number): void {
  if (window === null) return;
  if (window.remaining <= 0) {
    const headers = { 'retry-after': String(secondsLeft(window, now)) };
    throw new Refusal(429, 'Rate limit exceeded', headers);
  }
  window.remaining -= 1;
}

function headersOf(window: Window | null): Record<string, string> {
  if (window === null) return {};
  return {
    'x-ratelimit-limit': String(window.limit),
    'x-ratelimit-remaining': String(window.remaining),
    'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1000)),
  };
}

/** Rounded up: a client that waits this long must find the budget refilled. */
function secondsLeft(window: Window, now: number): number {
  return Math.ceil((window.endsAt - now) / 1000);
}
