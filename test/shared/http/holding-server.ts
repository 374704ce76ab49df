import { createServer, type ServerResponse } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';

export interface HoldingServer {
  readonly url: string;
  /** Paths in order of arrival. */
  readonly arrived: readonly string[];
  /** The highest number of requests that waited for an answer at the same time. */
  readonly mostAtOnce: number;
  /** Answers the request that has waited longest. */
  release(status?: number, headers?: Record<string, string>): void;
  /** Resolves once this many requests have arrived. */
  waitForArrivals(count: number): Promise<void>;
}

/** A server that answers no request before the test says so. */
export async function startHoldingServer(): Promise<HoldingServer> {
  const arrived: string[] = [];
  const waiting: ServerResponse[] = [];
  let most = 0;
  const http = createServer((request, response) => {
    arrived.push(request.url ?? '');
    waiting.push(response);
    most = Math.max(most, waiting.length);
  });
  const url = await listenOnLoopback(http, 0);
  onTestFinished(() => closeNow(http));
  return {
    url,
    arrived,
    get mostAtOnce() {
      return most;
    },
    release: (status = 200, headers = {}) => {
      waiting.shift()?.writeHead(status, headers).end('{}');
    },
    waitForArrivals: (count) => expect.poll(() => arrived.length).toBe(count),
  };
}
