import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEY, clientOf, startPlainServer } from './plain-server.ts';

/** Text that can be sent at all: no half of a surrogate pair. */
const text = (minLength: number) => fc.string({ unit: 'grapheme', minLength });

describe('the path', () => {
  test.each([
    { id: 'a/b', encoded: 'a%2Fb' },
    { id: 'a?b=c', encoded: 'a%3Fb%3Dc' },
    { id: 'a#b', encoded: 'a%23b' },
    { id: '5f:dbtgf28044362:pod-0', encoded: '5f%3Adbtgf28044362%3Apod-0' },
    { id: 'a b', encoded: 'a%20b' },
    { id: '100%', encoded: '100%25' },
    { id: '../x', encoded: '..%2Fx' },
    { id: '\\', encoded: '%5C' },
  ])('carries the id $id as one segment', async ({ id, encoded }) => {
    const server = await startPlainServer();
    await server.client.send({ method: 'GET', path: ['schedules', id] });
    expect(server.requests.map(({ path }) => path)).toEqual([`/schedules/${encoded}`]);
  });

  test('carries any id as one segment', async () => {
    const server = await startPlainServer();
    const id = text(1).filter((each) => each !== '.' && each !== '..');
    await fc.assert(
      fc.asyncProperty(id, async (each) => {
        await server.client.send({ method: 'GET', path: ['schedules', each] });
        const segments = server.requests.at(-1)?.path.split('/').map(decodeURIComponent);
        expect(segments).toEqual(['', 'schedules', each]);
      }),
    );
  });

  // URLs know no spelling of these segments that stays a segment, so nothing may be sent.
  test.each(['.', '..'])('of the id %s never leads to another endpoint', async (id) => {
    const server = await startPlainServer();
    const call = server.client.send({ method: 'DELETE', path: ['backups', 'schedules', id] });
    await expect(call).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });

  test.each(['', '/', '/base', '/base/'])('begins below the base URL (%j)', async (root) => {
    const server = await startPlainServer();
    await clientOf(`${server.url}${root}`).send({ method: 'GET', path: ['v1', 'backups'] });
    const expected = root.startsWith('/base') ? '/base/v1/backups' : '/v1/backups';
    expect(server.requests.map(({ path }) => path)).toEqual([expected]);
  });
});

describe('the query', () => {
  test('leaves out what is undefined and keeps zero', async () => {
    const server = await startPlainServer();
    const query = { service_id: 'dbtgf28044362', status: undefined, page: 0 };
    await server.client.send({ method: 'GET', path: ['backups'], query });
    expect(server.requests[0]?.query).toEqual({ service_id: 'dbtgf28044362', page: '0' });
  });

  test('arrives as it was given, whatever the text', async () => {
    const server = await startPlainServer();
    await fc.assert(
      fc.asyncProperty(text(0), async (value) => {
        await server.client.send({ method: 'GET', path: ['backups'], query: { a: value, b: 1 } });
        expect(server.requests.at(-1)?.query).toEqual({ a: value, b: '1' });
        expect(server.requests.at(-1)?.path).toBe('/backups');
      }),
    );
  });
});

describe('the headers', () => {
  test('of a read carry the key and who asks, and ask for JSON', async () => {
    const server = await startPlainServer();
    await server.client.send({ method: 'GET', path: ['backups'] });
    const [request] = server.requests;
    expect(request?.headers).toMatchObject({
      'x-api-key': KEY,
      accept: 'application/json',
      'user-agent': 'backup-gate',
    });
    expect(request?.headers).not.toHaveProperty('content-type');
    expect(request?.headers).not.toHaveProperty('authorization');
  });

  test.each(['POST', 'PATCH'] as const)('of a %s say that its body is JSON', async (method) => {
    const server = await startPlainServer();
    const json = { backup_type: 'full', schedule: '0 2 * * *' };
    await server.client.send({ method, path: ['schedules'], json });
    expect(server.requests[0]).toMatchObject({ method, body: json });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
  });
});
