import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { createHttpClient, type HttpCall } from '../../../shared/http/http-client.ts';
import type { FaultKind } from '../../emulator/faults.ts';
import { send } from './chosen-send.ts';
import { KEY, clientOf, startPlainServer } from './plain-server.ts';
import { holdRetryDelays, hurry } from './retry-delays.ts';

holdRetryDelays();

const SERVICE = 'dbtgf28044362';
const read = { method: 'GET', path: ['backups', SERVICE], query: { service_id: SERVICE } } as const;
const write = { method: 'POST', path: ['schedules'], json: { service_id: SERVICE } } as const;

const FAULTS: readonly FaultKind[] = [
  { kind: 'status', status: 400 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 302, location: 'https://elsewhere.example/' },
  { kind: 'refused-connection' },
  { kind: 'cut-body' },
  { kind: 'cut-json' },
  { kind: 'html' },
];

/** Everything there is to see of what a call rejects with: stack, causes, hidden properties. */
async function sightOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => expect.fail('it was answered'),
    (reason: unknown) => reason,
  );
  const sight = inspect(error, { depth: Infinity, showHidden: true });
  const paths = /file:\/\/\S+|\(?\/\S+:\d+:\d+\)?/g;
  return sight.replace(paths, '');
}

describe.each<[string, HttpCall]>([
  ['read', read],
  ['write', write],
])('the error of a %s', (_, call) => {
  test.each(FAULTS)('shows neither URL nor query nor key: %j', async (fault) => {
    const server = await startPlainServer();
    server.faults.add({ ...fault, times: Infinity });
    const sight = await sightOf(hurry(server.client.send(call)));
    expect(sight).toContain('HttpError');
    for (const hidden of [KEY, server.url, '127.0.0.1', SERVICE, '://']) {
      expect(sight).not.toContain(hidden);
    }
  });

  test.each(['http://127.0.0.1:1', 'http://user:secret@127.0.0.1:1', 'http://[secret', 'secret'])(
    'shows no part of a base URL that leads nowhere: %s',
    async (baseUrl) => {
      const sight = await sightOf(hurry(clientOf(baseUrl).send(call)));
      expect(sight).toContain('HttpError');
      for (const hidden of [KEY, '127.0.0.1', 'secret', '://']) expect(sight).not.toContain(hidden);
    },
  );
});

test.each(['skysql.1zzz.tëst–key', 'skysql.1zzz\ntest-key', 'skysql.1zzz\0test-key'])(
  'a key that no header can carry is not shown by the error about it: %j',
  async (key) => {
    const server = await startPlainServer();
    const call = async () => {
      const options = { baseUrl: server.url, secrets: [key], clock: systemClock, send };
      const headers = { 'X-API-Key': key };
      return createHttpClient({ ...options, headers }).send(read);
    };
    const sight = await sightOf(hurry(call()));
    expect(sight).toContain('HttpError');
    for (const part of ['skysql', '1zzz']) expect(sight).not.toContain(part);
    expect(server.requests).toEqual([]);
  },
);
