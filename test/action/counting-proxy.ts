import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { closeNow, listenOnLoopback } from '../emulator/server/loopback.ts';

/** A proxy that passes everything on and counts what it was asked to pass. */
export interface CountingProxy {
  readonly url: string;
  /** `host:port` of every tunnel and every passed request, in order. */
  readonly targets: readonly string[];
  /** The credentials that were sent with them. */
  readonly authorizations: readonly string[];
  close(): Promise<void>;
}

/** A client may open a tunnel (`CONNECT`) or name the whole URL in its request; both work. */
export async function startCountingProxy(): Promise<CountingProxy> {
  const targets: string[] = [];
  const authorizations: string[] = [];
  const tunnels = new Set<Duplex>();
  const count = (host: string, message: IncomingMessage) => {
    targets.push(host);
    authorizations.push(message.headers['proxy-authorization'] ?? '');
  };
  const http = createServer((message, response) => {
    count(new URL(message.url ?? '').host, message);
    passOn(message, response);
  });
  http.on('connect', (message: IncomingMessage, client: Duplex) => {
    count(message.url ?? '', message);
    // Nobody has such a name (RFC 6761), so there is nothing to connect to.
    if (/\.test:\d+$/.test(message.url ?? '')) return void client.destroy();
    const server = openTunnel(message.url ?? '', client);
    for (const end of [client, server]) tunnels.add(end);
  });
  const url = await listenOnLoopback(http, 0);
  const close = () => {
    for (const tunnel of tunnels) tunnel.destroy();
    return closeNow(http);
  };
  return { url, targets, authorizations, close };
}

function passOn(message: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '' } = message;
  const onward = request(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  message.pipe(onward);
}

function openTunnel(target: string, client: Duplex): Socket {
  const { hostname, port } = new URL(`http://${target}`);
  const server = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    client.pipe(server).pipe(client);
  });
  server.once('error', () => client.destroy());
  client.once('error', () => server.destroy());
  return server;
}
