import { describe, expect, test } from 'vitest';
import { failureOf, startPlainServer } from './plain-server.ts';

describe.each([301, 302, 303, 307, 308])('a redirect with HTTP %i', (status) => {
  test.each(['GET', 'POST', 'PATCH', 'DELETE'] as const)(
    'is not followed by a %s, so the key goes nowhere else',
    async (method) => {
      const [server, elsewhere] = await Promise.all([startPlainServer(), startPlainServer()]);
      server.faults.add({ kind: 'status', status, location: `${elsewhere.url}/backups` });
      const failure = await failureOf(server.client.send({ method, path: ['backups'] }));
      expect(failure).toMatchObject({ kind: 'status', status });
      expect(server.requests).toHaveLength(1);
      expect(elsewhere.requests).toEqual([]);
    },
  );

  test('is not followed within the same server either', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status, location: '/login' });
    const failure = await failureOf(server.client.send({ method: 'GET', path: ['backups'] }));
    expect(failure).toMatchObject({ kind: 'status', status });
    expect(server.requests.map(({ path }) => path)).toEqual(['/backups']);
  });
});
