import type { RecordedRequest } from './recorded-request.ts';

/** Which requests a fault strikes. Everything given must match; nothing given matches all. */
export interface FaultTarget {
  method?: string;
  /** Tested against the path without the query. */
  path?: RegExp;
  /** Parameters that must be present with exactly these values; others may be there too. */
  query?: Record<string, string>;
}

export interface FaultScope {
  when?: FaultTarget;
  /** How many matching requests it strikes. Default 1; Infinity for all. */
  times?: number;
  /** How many matching requests it lets through before the first strike. Default 0. */
  skip?: number;
}

export type FaultKind =
  /** Instead of any effect, this status. A string body is sent as it is, anything else as JSON. */
  | { kind: 'status'; status: number; retryAfter?: string; body?: unknown; location?: string }
  /** The request takes effect, then the socket is destroyed without an answer. */
  | { kind: 'lost-answer' }
  /** The socket is destroyed before any effect. */
  | { kind: 'refused-connection' }
  /** No effect and no answer, until the emulator closes. */
  | { kind: 'hang' }
  /** No effect; 200 with a login page, as a proxy in between would send. */
  | { kind: 'html' }
  /** The request takes effect; 200 with JSON that ends in the middle, its length stated truly. */
  | { kind: 'cut-json' }
  /** The request takes effect; the socket is destroyed in the middle of the promised body. */
  | { kind: 'cut-body' }
  /** No effect; 200 with this JSON. */
  | { kind: 'json'; body: unknown }
  /** The request takes effect, then this status is answered. */
  | { kind: 'after-effect-status'; status: number }
  /** The request takes effect, then 200 with this JSON. */
  | { kind: 'after-effect-json'; body: unknown };

export type Fault = FaultScope & FaultKind;

export interface FaultQueue {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this request, if any. Counts the request. */
  take(request: RecordedRequest): Fault | undefined;
}

interface WaitingFault {
  readonly fault: Fault;
  skipsLeft: number;
  strikesLeft: number;
}

/** First come, first struck: a request that one fault strikes is not counted by those behind it. */
export function createFaultQueue(): FaultQueue {
  let waiting: WaitingFault[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, skipsLeft: fault.skip ?? 0, strikesLeft: fault.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    take: (request) => waiting.find((candidate) => strikes(candidate, request))?.fault,
  };
}

function strikes(candidate: WaitingFault, request: RecordedRequest): boolean {
  if (candidate.strikesLeft <= 0 || !matches(candidate.fault.when ?? {}, request)) return false;
  if (candidate.skipsLeft > 0) {
    candidate.skipsLeft -= 1;
    return false;
  }
  candidate.strikesLeft -= 1;
  return true;
}

function matches(target: FaultTarget, request: RecordedRequest): boolean {
  if (target.method !== undefined && target.method.toUpperCase() !== request.method) return false;
  // `search` ignores lastIndex, so a pattern with the g flag matches every time.
  if (target.path !== undefined && request.path.search(target.path) === -1) return false;
  const wanted = Object.entries(target.query ?? {});
  return wanted.every(([name, value]) => request.query[name] === value);
}
