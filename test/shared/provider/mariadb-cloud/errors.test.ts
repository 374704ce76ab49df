import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../../shared/domain/evidence.ts';
import type { FaultKind } from '../../../emulator/faults.ts';
import { holdRetryDelays, hurry } from '../../http/retry-delays.ts';
import { errorOf, KEY, SERVICE, newSchedule, startCloud } from './cloud.ts';

holdRetryDelays();

const TRACE = '0f1e2d3c';
const said = (message: unknown) => ({ trace_id: TRACE, errors: [{ error: 'Bad', message }] });
const cron = { text: '0 2 * * *' };
const order = newSchedule(cron);

/** Why a list could not be read when every request meets this. */
async function problemOf(fault: FaultKind): Promise<Problem> {
  const { emulator, readBackups } = await startCloud();
  emulator.fail({ ...fault, times: Infinity });
  const reading = await hurry(readBackups());
  return reading.state === 'unavailable' ? reading.problem : expect.fail(reading.state);
}

describe('a list', () => {
  test('that the key does not open: the credential is refused', async () => {
    const { readBackups } = await startCloud({ apiKey: 'skysql.another.key' });
    expect(await readBackups()).toEqual({
      state: 'unavailable',
      problem: {
        kind: 'credential-refused',
        message: 'MariaDB Cloud answered HTTP 401: X-API-Key is missing or not valid',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  });

  test('of a service that is not there: the service is unknown', async () => {
    const { provider } = await startCloud();
    expect(await provider.readBackups('dbtgf00000000', () => false)).toMatchObject({
      state: 'unavailable',
      problem: {
        kind: 'unknown-service',
        message: 'MariaDB Cloud answered HTTP 404: service_id dbtgf00000000 was not found',
      },
    });
  });

  test.each<[number, Problem['kind']]>([
    [302, 'refused'],
    [400, 'refused'],
    [401, 'credential-refused'],
    [403, 'credential-refused'],
    [404, 'unknown-service'],
    [405, 'refused'],
    [408, 'unavailable'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [599, 'unavailable'],
  ])('answered HTTP %i is %s, with what the API says and its reference', async (status, kind) => {
    const problem = await problemOf({ kind: 'status', status, body: said('No such luck') });
    expect(problem).toMatchObject({ kind, traceId: TRACE });
    expect(problem.message).toMatch(/^MariaDB Cloud .*HTTP \d+.*: No such luck$/);
  });

  test('of schedules tells the same', async () => {
    const { emulator, schedules } = await startCloud();
    emulator.fail({ kind: 'status', status: 404 });
    expect(await schedules.read(SERVICE)).toMatchObject({
      state: 'unavailable',
      problem: { kind: 'unknown-service' },
    });
  });

  test.each<FaultKind>([
    { kind: 'refused-connection' },
    { kind: 'cut-body' },
    { kind: 'html' },
    { kind: 'cut-json' },
  ])('that meets %j is unavailable', async (fault) => {
    expect(await problemOf(fault)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^MariaDB Cloud (?:did not answer|gave no usable answer): /),
      traceId: null,
    });
  });
});

describe("what the API says of an error is taken from the error's body,", () => {
  const plain = 'MariaDB Cloud answered HTTP 400';

  test.each<[unknown, string]>([
    [{ errors: [{ message: 'a' }, { message: 'b' }] }, `${plain}: a`],
    [{ errors: [{}, { message: 'b' }] }, `${plain}: b`],
    [{ errors: [{ error: 'Bad', message: '' }] }, `${plain}: Bad`],
    [{ errors: [] }, plain],
    [{ errors: null }, plain],
    [{ errors: 'text' }, plain],
    [{ errors: [null, 'x'] }, plain],
    [{ timestamp: '1768478400', code: '400' }, plain],
    [{}, plain],
    [[], plain],
    [null, plain],
    [7, plain],
    ['', plain],
    ['<html>proxy</html>', plain],
  ])('as far as it can be read: %j', async (body, message) => {
    const problem = await problemOf({ kind: 'status', status: 400, body });
    expect(problem).toEqual({ kind: 'refused', message, traceId: null });
  });

  test('without the key and without URLs', async () => {
    const message = `${KEY} may not read https://api.skysql.com/skybackup?x=${KEY}, see docs`;
    const { message: shown } = await problemOf({
      kind: 'status',
      status: 403,
      body: said(message),
    });
    expect(shown).toBe('MariaDB Cloud answered HTTP 403: *** may not read https://… see docs');
  });

  test('and its reference does not show the key either', async () => {
    const body = { ...said('no'), trace_id: `trace of ${KEY}` };
    const problem = await problemOf({ kind: 'status', status: 400, body });
    expect(JSON.stringify(problem)).not.toContain(KEY);
  });
});

describe('a write', () => {
  test.each<[number, Problem['kind']]>([
    [307, 'refused'],
    [400, 'refused'],
    [401, 'credential-refused'],
    [403, 'credential-refused'],
    [404, 'not-found'],
    [409, 'refused'],
  ])('answered HTTP %i rejects: %s', async (status, kind) => {
    const { emulator, schedules } = await startCloud();
    emulator.fail({ kind: 'status', status, body: said(`no to ${KEY}`) });
    const error = await errorOf(schedules.write(order));
    expect(error.problem).toMatchObject({ kind, traceId: TRACE });
    expect(error.message).toBe(error.problem.message);
    expect(error.message).toMatch(/: no to \*\*\*$/);
    expect(error.fate).toBe('not-taken');
  });

  test.each(['a schedule', 'a one-time backup'] as const)(
    'of a service that is not there is refused, with the API’s reason: %s',
    async (name) => {
      const { schedules, requests, newRequest } = await startCloud();
      const service = 'dbtgf00000000';
      const calls = {
        'a schedule': () => schedules.write({ ...order, service }),
        'a one-time backup': () => requests.send(newRequest({ service })),
      };
      expect((await errorOf(calls[name]())).problem).toMatchObject({
        kind: 'refused',
        message: `MariaDB Cloud answered HTTP 400: service_id ${service} is not a known service`,
      });
    },
  );
});
