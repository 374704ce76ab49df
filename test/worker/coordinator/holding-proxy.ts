import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { readText } from '../../emulator/server/received-request.ts';

/** One request on its way. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  /** Which it is, from 1 on, since the count began. */
  readonly nth: number;
}

/** Before: nobody has received it yet. After: it took effect, and its answer has not left. */
export type Moment = 'before' | 'after';

export interface HoldingProxy {
  readonly url: string;
  /** Holds the next request that fits; resolves when it is held. Whoever gives up frees it. */
  hold(fits: (passing: Passing) => boolean, moment: Moment): Promise<void>;
  /** Answers every request that fits with this JSON, which is already compressed with gzip. */
  answer(fits: (passing: Passing) => boolean, packed: Buffer): void;
  /** Lets go what is held, holds nothing more, and answers nothing more itself. */
  release(): void;
  /** Begins to count from 1 again. */
  recount(): void;
  /** How many requests have come since the count began. */
  readonly count: number;
  close(): Promise<void>;
}

interface OwnAnswer {
  readonly fits: (passing: Passing) => boolean;
  readonly packed: Buffer;
}

interface Hold {
  readonly fits: (passing: Passing) => boolean;
  readonly moment: Moment;
  readonly held: () => void;
  readonly released: Promise<void>;
}

/** Stands before emulators and can stop time between a request and its effect, or its answer. */
export async function startHoldingProxy(targetOf: (path: string) => string): Promise<HoldingProxy> {
  let count = 0;
  let waiting: Hold | null = null;
  let own: OwnAnswer | null = null;
  let letGo = () => {};
  const takeHold = (passing: Passing) => {
    const hold = waiting?.fits(passing) ? waiting : null;
    if (hold) waiting = null;
    return hold;
  };
  const http = createServer((message, response) => {
    count += 1;
    const { method = 'GET', url: path = '/' } = message;
    const passing = { method, path, nth: count };
    if (own?.fits(passing)) return unpackable(response, own.packed);
    const hold = takeHold(passing);
    // What breaks on one side breaks on the other.
    pass(message, response, { hold, target: targetOf(path) }).catch(() => response.destroy());
  });
  const url = await listenOnLoopback(http, 0);
  return {
    url,
    hold: (fits, moment) =>
      new Promise((held) => {
        const released = new Promise<void>((resolve) => {
          letGo = resolve;
        });
        waiting = { fits, moment, held, released };
      }),
    answer: (fits, packed) => {
      own = { fits, packed };
    },
    release: () => {
      own = null;
      waiting = null;
      letGo();
    },
    recount: () => {
      count = 0;
    },
    get count() {
      return count;
    },
    close: () => closeNow(http),
  };
}

function unpackable(response: ServerResponse, packed: Buffer): void {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  response.writeHead(200, headers).end(packed);
}

async function pass(
  message: IncomingMessage,
  response: ServerResponse,
  { hold, target }: { hold: Hold | null; target: string },
): Promise<void> {
  const body = await readText(message);
  if (hold?.moment === 'before') await pause(hold);
  if (response.destroyed) return;
  const { method = 'GET' } = message;
  const headers = Object.entries(message.headers).filter(([name]) => !HOP.includes(name));
  const answer = await fetch(target, {
    method,
    headers: headers.map(([name, value]) => [name, String(value)]),
    redirect: 'manual',
    ...(body === '' ? {} : { body }),
  });
  const text = await answer.text();
  if (hold?.moment === 'after') await pause(hold);
  const meant = [...answer.headers].filter(([name]) => MEANT.includes(name));
  response.writeHead(answer.status, Object.fromEntries(meant)).end(text);
}

/** What an answer says beyond its body. */
const MEANT = [
  'content-type',
  'date',
  'retry-after',
  'link',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

const HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];

function pause({ held, released }: Hold): Promise<void> {
  held();
  return released;
}
