import { describe, expect, test } from 'vitest';
import { emptyAnswer, textAnswer } from '../../emulator/server/answer.ts';
import { failureOf, startPlainServer } from './plain-server.ts';

const read = { method: 'GET', path: ['backups'] } as const;

async function answered(text: string, type = 'application/json'): Promise<unknown> {
  const headers = { 'content-type': type };
  const server = await startPlainServer({
    answer: () => textAnswer(text, { status: 200, headers }),
  });
  return server.client.send(read);
}

describe('a whole answer', () => {
  test.each(['{"a":[1,null]}', '[]', 'null', '0', 'false', '""', ' {"a":1}\n'])(
    'is given as the JSON it is: %s',
    async (text) => {
      expect(await answered(text)).toEqual(JSON.parse(text));
    },
  );

  test('is read as JSON whatever its content type says', async () => {
    expect(await answered('{"a":1}', 'text/plain')).toEqual({ a: 1 });
  });

  test.each(['', ' ', '\r\n'])('of no text (%j) is undefined', async (text) => {
    expect(await answered(text)).toBeUndefined();
  });

  test.each([200, 201, 202, 204])('without a body is undefined with HTTP %i', async (status) => {
    const server = await startPlainServer({ answer: () => emptyAnswer({ status }) });
    expect(await server.client.send(read)).toBeUndefined();
  });

  test('keeps letters beyond ASCII', async () => {
    expect(await answered('{"message":"Größe 備份 🗄"}')).toEqual({ message: 'Größe 備份 🗄' });
  });
});

describe('an answer that is not JSON', () => {
  test('is unreadable when it is a web page, and is not asked for again', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'html', times: Infinity });
    const failure = await failureOf(server.client.send(read));
    expect(failure).toEqual({ kind: 'unreadable', reason: 'it is a web page' });
    expect(server.requests).toHaveLength(1);
  });

  test('is unreadable when it ends in the middle, and is not asked for again', async () => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'cut-json', times: Infinity });
    const failure = await failureOf(server.client.send(read));
    expect(failure).toEqual({
      kind: 'unreadable',
      reason: 'it is not valid JSON',
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each(['OK', 'undefined', "{'a': 1}", '{"a":1}{"a":1}', '\0'])(
    'is unreadable when it is other text: %j',
    async (text) => {
      expect(await failureOf(answered(text))).toMatchObject({ kind: 'unreadable' });
    },
  );
});

describe("an error's body", () => {
  test.each([
    { said: { errors: [{ message: 'no' }] }, body: { errors: [{ message: 'no' }] } },
    { said: 'Bad request', body: 'Bad request' },
    { said: '', body: undefined },
  ])('is passed on as it is: $said', async ({ said, body }) => {
    const server = await startPlainServer();
    server.faults.add({ kind: 'status', status: 400, body: said });
    expect(await failureOf(server.client.send(read))).toMatchObject({ status: 400, body });
  });

  test('that claims to be JSON but is not does not hide the status', async () => {
    const headers = { 'content-type': 'application/json' };
    const server = await startPlainServer({
      answer: () => textAnswer('{"cut', { status: 400, headers }),
    });
    expect(await failureOf(server.client.send(read))).toMatchObject({
      kind: 'status',
      status: 400,
    });
  });
});
