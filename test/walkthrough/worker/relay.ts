import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';

/** A call that was not answered with success. */
export interface Refusal {
  readonly method: string;
  /** Without the query, which may hold anything. */
  readonly path: string;
  readonly status: number;
  /** What the caller is told; empty where that is not the Worker's JSON. */
  readonly message: string;
}

export interface Relay {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Passes calls on to the Worker byte for byte, and tells of each that is refused. The Worker itself
 * logs only wrong signatures: anybody could fill its log with wrong paths.
 */
export async function startRelay(
  target: string,
  onRefused: (refusal: Refusal) => void,
): Promise<Relay> {
  const server = createServer((call, response) => {
    passOn(call, { target, response, onRefused }).catch(() => response.destroy());
  });
  const url = await listenOnLoopback(server, 0);
  return { url, close: () => closeNow(server) };
}

interface Passage {
  readonly target: string;
  readonly response: ServerResponse;
  readonly onRefused: (refusal: Refusal) => void;
}

async function passOn(call: IncomingMessage, { target, response, onRefused }: Passage) {
  const { method = 'GET', url: path = '/', headers } = call;
  const answer = await send(target, { method, path, headers, body: await buffer(call) });
  const body = await buffer(answer);
  const { statusCode: status = 502 } = answer;
  response.writeHead(status, answer.headers).end(body);
  if (status < 400) return;
  const message = readMessage(body.toString());
  onRefused({ method, path: path.replace(/\?.*$/s, ''), status, message });
}

interface Onward {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function send(target: string, { body, ...options }: Onward): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(target, options, resolve).once('error', reject).end(body);
  });
}

function readMessage(text: string): string {
  try {
    const { error } = JSON.parse(text);
    return String(error.message);
  } catch {
    return '';
  }
}
