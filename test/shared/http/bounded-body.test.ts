import { createServer } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { createHttpClient } from '../../../shared/http/http-client.ts';
import { closeNow, listenOnLoopback } from '../../emulator/server/loopback.ts';
import { send } from './chosen-send.ts';
import { failureOf } from './plain-server.ts';

const MIB = 2 ** 20;
const read = { method: 'GET', path: ['backups'] } as const;

/** A JSON text of so many bytes, in pieces. */
function* textOf(bytes: number) {
  yield Buffer.from('"');
  const piece = Buffer.alloc(MIB, 'a');
  let rest = bytes - 2;
  for (; rest > MIB; rest -= MIB) yield piece;
  yield piece.subarray(0, rest);
  yield Buffer.from('"');
}

interface Sent {
  readonly bytes: number;
  readonly gzip?: boolean;
  readonly status?: number;
}

/** A server of one answer, a client of it, and how much it has produced. */
async function start({ bytes, gzip = false, status = 200 }: Sent) {
  let produced = 0;
  const server = createServer((_request, response) => {
    const headers = gzip ? { 'content-encoding': 'gzip' } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const counted = Readable.from(
      (function* () {
        for (const piece of textOf(bytes)) {
          produced += piece.length;
          yield piece;
        }
      })(),
    );
    if (gzip) pipeline(counted, createGzip(), response, () => {});
    else pipeline(counted, response, () => {});
  });
  const baseUrl = await listenOnLoopback(server, 0);
  onTestFinished(() => closeNow(server));
  const client = createHttpClient({ baseUrl, headers: {}, secrets: [], clock: systemClock, send });
  return { client, produced: () => produced };
}

describe('an answer', () => {
  test.each([8 * MIB - 1, 8 * MIB])('of %i bytes is read', async (bytes) => {
    const { client } = await start({ bytes });
    expect(await client.send(read)).toHaveLength(bytes - 2);
  });

  test.each([{ bytes: 8 * MIB + 1 }, { bytes: 8 * MIB + 1, gzip: true }])(
    'that is larger is unreadable, and it is said how large it may be: %j',
    async (sent) => {
      const { client } = await start(sent);
      expect(await failureOf(client.send(read))).toEqual({
        kind: 'unreadable',
        reason: 'it is larger than the limit of 8 MiB',
      });
    },
  );

  test('that unpacks to gigabytes is left after the first megabytes', async () => {
    const { client, produced } = await start({ bytes: 2048 * MIB, gzip: true });
    expect(await failureOf(client.send(read))).toMatchObject({ kind: 'unreadable' });
    expect(produced()).toBeLessThan(512 * MIB);
  });

  test('of an error counts by its status alone where it is too large', async () => {
    const { client } = await start({ bytes: 9 * MIB, status: 400 });
    expect(await failureOf(client.send(read))).toMatchObject({
      kind: 'status',
      status: 400,
      body: undefined,
    });
  });
});
