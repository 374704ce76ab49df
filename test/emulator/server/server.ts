import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { createFaultQueue } from '../faults.ts';
import type { Fault, FaultQueue } from '../faults.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { jsonAnswer, textAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { deliveryOf } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import { closeNow, listenOnLoopback } from './loopback.ts';
import { parametersOf, readText, readableBody, recordArrival } from './received-request.ts';
import type { ReceivedRequest } from './received-request.ts';
import { Refusal } from './refusal.ts';
import type { Problem } from './refusal.ts';
import { send } from './send.ts';
import { createTally } from './tally.ts';
import type { Tally } from './tally.ts';

export interface ServerOptions {
  clock: Clock;
  /** 0 (default): any free port. */
  port?: number;
  /** The provider's routes: acts on the state and gives the answer, in one go, or refuses. */
  answer: (request: ReceivedRequest) => Answer;
  /** The provider's documented error body. */
  errorBody: (problem: Problem) => unknown;
  /** Real milliseconds between a request's effect and its answer; asked at each request. */
  latencyMs: () => number;
  /** What the provider sends with every answer, an injected error included. Default: nothing. */
  headers?: () => Record<string, string>;
}

export interface EmulatorServer {
  readonly url: string;
  /** In order of arrival, faulted ones included. */
  readonly requests: RecordedRequest[];
  readonly faults: FaultQueue;
  readonly tally: Tally;
  /** What happens at the provider just before the next request with this method takes effect. */
  beforeNext(method: string, happening: () => void): void;
  /** Destroys every open socket and stops listening. */
  close(): Promise<void>;
}

interface Running extends ServerOptions {
  readonly requests: RecordedRequest[];
  readonly faults: FaultQueue;
  readonly tally: Tally;
  readonly closing: AbortController;
  readonly happenings: { readonly method: string; readonly happening: () => void }[];
}

/** An HTTP server on loopback that records what arrives and lets faults strike. */
export async function startServer(options: ServerOptions): Promise<EmulatorServer> {
  const running: Running = {
    ...options,
    requests: [],
    faults: createFaultQueue(),
    tally: createTally(),
    closing: new AbortController(),
    happenings: [],
  };
  const http = createServer((message, response) => void serve(running, message, response));
  // An idle socket stays open: closing it could meet the client's next request half way.
  http.keepAliveTimeout = 0;
  const url = await listenOnLoopback(http, options.port ?? 0);
  const { requests, faults, tally } = running;
  const close = () => {
    running.closing.abort();
    return closeNow(http);
  };
  const beforeNext = (method: string, happening: () => void) =>
    void running.happenings.push({ method, happening });
  return { url, requests, faults, tally, beforeNext, close };
}

/** The record and the fault are settled on arrival, so their order is that of arrival. */
async function serve(running: Running, message: IncomingMessage, response: ServerResponse) {
  const record = recordArrival(message, running.clock.now());
  running.requests.push(record);
  const fault = running.faults.take(record);
  const done = running.tally.begin();
  response.once('close', done);
  try {
    const delivery = await deliver(running, { message, record, fault });
    if (delivery.how !== 'never') done();
    send(response, delivery, running.clock.now());
  } catch (error) {
    answerMishap(running, response, error);
  }
}

/** A mistake in the emulator must show; a client that has gone away needs no answer. */
function answerMishap(running: Running, response: ServerResponse, error: unknown): void {
  if (response.destroyed || running.closing.signal.aborted) {
    response.destroy();
    return;
  }
  const answer = textAnswer(`the emulator failed: ${String(error)}`, { status: 500 });
  send(response, { how: 'whole', answer }, running.clock.now());
}

interface Arrival {
  message: IncomingMessage;
  record: RecordedRequest;
  fault: Fault | undefined;
}

async function deliver(running: Running, arrival: Arrival): Promise<Delivery> {
  const { message, record, fault } = arrival;
  const bodyText = await readText(message);
  record.body = readableBody(bodyText);
  const request = { record, parameters: parametersOf(message), bodyText };
  happenBefore(running, record);
  const delivery = deliveryOf(fault, {
    takeEffect: () => answerOrRefusal(running, request),
    errorBody: (status) => running.errorBody({ status, path: record.path }),
  });
  const complete = withHeaders(delivery, running.headers?.() ?? {});
  const latency = running.latencyMs();
  if (latency > 0) await wait(latency, undefined, { signal: running.closing.signal });
  return complete;
}

function happenBefore({ happenings }: Running, { method }: RecordedRequest): void {
  const index = happenings.findIndex((each) => each.method === method);
  if (index !== -1) happenings.splice(index, 1)[0]?.happening();
}

function answerOrRefusal({ answer, errorBody }: Running, request: ReceivedRequest): Answer {
  try {
    return answer(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message, headers } = error;
    const body = errorBody({ status, message, path: request.record.path });
    return jsonAnswer(body, { status, headers });
  }
}

function withHeaders(delivery: Delivery, headers: Record<string, string>): Delivery {
  if (!('answer' in delivery)) return delivery;
  const { answer } = delivery;
  return { ...delivery, answer: { ...answer, headers: { ...headers, ...answer.headers } } };
}
