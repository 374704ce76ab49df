import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { addBackup, addHealthy, addNightly } from '../backups-in-emulator.ts';
import { KEY } from '../step.ts';
import { addServices, foundBy, startOrganisation, watchAll } from './organisation.ts';

const DOWN = { kind: 'status', status: 503, retryAfter: '0', times: Infinity } as const;
const BACKUPS = /backups$/;
const SCHEDULES = /schedules$/;
const MISSING = 'services may be missing';

/** Three services, one row to a page; the newest backup is the first service's. */
async function startThree() {
  const emulator = await startOrganisation({ pageSizeLimit: 1 });
  for (const [hours, service_id] of ['dba', 'dbb', 'dbc'].entries()) {
    addNightly(emulator, { service_id });
    addBackup(emulator, 5 + hours, { service_id });
  }
  return emulator;
}

describe('a list of backups that is cut short', () => {
  test.each<[string, Fault]>([
    ['by an API that goes down', { ...DOWN, when: { path: BACKUPS, query: { page: '3' } } }],
    ['by an API that breaks', { kind: 'html', when: { path: BACKUPS, query: { page: '3' } } }],
  ])('%s closes the gate for every service, and says what may be missing', async (_, fault) => {
    const emulator = await startThree();
    emulator.fail(fault);
    const step = await watchAll(emulator);
    expect(foundBy(step)).toEqual([
      'dba: block evidence-incomplete',
      'dbb: block evidence-incomplete',
      // Known by its schedule only; its backup may be in the part that was not read.
      'dbc: block no-usable-backup, block evidence-incomplete',
    ]);
    expect(step.outputs['gate']).toBe('closed');
    for (const text of [step.summary, step.lines.join('\n')]) expect(text).toContain(MISSING);
  });

  test('is judged by what was read with on-unknown: warn, and never passes in silence', async () => {
    const emulator = await startThree();
    emulator.fail({ ...DOWN, when: { path: BACKUPS, query: { page: '2' } } });
    const step = await watchAll(emulator, { 'on-unknown': 'warn' });
    expect(step.outputs).toMatchObject({ verdict: 'warn', gate: 'open' });
    expect(foundBy(step).every((line) => line.includes('warn evidence-incomplete'))).toBe(true);
    expect(step.summary).toContain(MISSING);
  });

  test('because its pages repeat is not read for ever', async () => {
    const emulator = await startOrganisation();
    addServices(emulator, 2);
    const body = { backups: emulator.backups('dbtgf28000000'), pages_count: 9 };
    emulator.fail({ kind: 'json', body, when: { path: BACKUPS }, times: Infinity });
    const step = await watchAll(emulator);
    expect(foundBy(step)).toEqual([
      'dbtgf28000000: block evidence-incomplete',
      'dbtgf28000001: block no-usable-backup, block evidence-incomplete',
    ]);
    expect(step.failures.join()).toContain('its pages repeat');
    expect(emulator.requests).toHaveLength(3);
  });

  test.each([undefined, 'no/id', ''])(
    'because a row names no service that could be judged (%j) hides none behind it',
    async (service_id) => {
      const emulator = await startOrganisation({ pageSizeLimit: 1 });
      addHealthy(emulator, 'dba');
      const row = { id: 'stray', status: 'Succeeded', service_id };
      const when = { path: BACKUPS, query: { page: '1' } };
      emulator.fail({ kind: 'json', body: { backups: [row], pages_count: 2 }, when });
      addBackup(emulator, 9, { service_id: 'dba' });
      const step = await watchAll(emulator);
      expect(foundBy(step)).toEqual(['dba: block evidence-incomplete']);
      expect(step.failures.join()).toContain('1 row could not be read');
    },
  );

  test('writes nothing, whatever was asked for', async () => {
    const emulator = await startThree();
    emulator.fail({ ...DOWN, when: { path: SCHEDULES, query: { page: '3' } } });
    const step = await watchAll(emulator, { schedule: '0 3 * * *', backup: 'always' });
    expect(step.outputs['gate']).toBe('closed');
    expect(emulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

test('schedules that cannot be read leave no service without a word', async () => {
  const emulator = await startThree();
  emulator.fail({ ...DOWN, when: { path: SCHEDULES } });
  const step = await watchAll(emulator);
  expect(foundBy(step)).toEqual([
    'dba: block evidence-unavailable',
    'dbb: block evidence-unavailable',
    'dbc: block evidence-unavailable',
  ]);
  expect(step.summary).toContain(MISSING);
});

test('backups that cannot be read leave the services that have a schedule', async () => {
  const emulator = await startThree();
  emulator.fail({ ...DOWN, when: { path: BACKUPS } });
  const step = await watchAll(emulator);
  expect(foundBy(step)).toHaveLength(3);
  expect(step.outputs).toMatchObject({ gate: 'closed', reasons: 'evidence-unavailable' });
});

describe('where nothing could be read', () => {
  test.each([
    ['block', 'closed'],
    ['warn', 'open'],
  ])('one report speaks for all, as on-unknown: %s says', async (onUnknown, gate) => {
    const emulator = await startThree();
    emulator.fail(DOWN);
    const step = await watchAll(emulator, { 'on-unknown': onUnknown });
    expect(foundBy(step)).toEqual([`all: ${onUnknown} evidence-unavailable`]);
    expect(step.outputs).toMatchObject({ gate, reasons: 'evidence-unavailable' });
  });

  test('because the key is refused, the gate closes all the same', async () => {
    const emulator = await startThree();
    const given = { 'api-key': `${KEY}x`, 'on-unknown': 'warn' };
    const step = await watchAll(emulator, given);
    expect(foundBy(step)).toEqual(['all: block evidence-unavailable']);
    expect(emulator.requests).toHaveLength(2);
  });

  test('with gate: off it counts only where something was asked for', async () => {
    const emulator = await startThree();
    emulator.fail(DOWN);
    const gateOf = async (given: object) =>
      (await watchAll(emulator, { gate: 'off', ...given })).outputs['gate'];
    expect(await gateOf({})).toBe('open');
    expect(await gateOf({ schedule: 'enabled' })).toBe('closed');
    expect(await gateOf({ backup: 'always' })).toBe('closed');
  });
});

describe('a server that lists schedules only by service', () => {
  const NOTE = 'This server lists schedules only per service';

  test('is judged like any other, and says what could not be found', async () => {
    const emulator = await startOrganisation({ schedulesNeedService: true });
    addServices(emulator, 2);
    addBackup(emulator, 10, { service_id: 'dbbare' });
    addNightly(emulator, { service_id: 'dbonly' });
    const step = await watchAll(emulator);
    expect(foundBy(step)).toEqual([
      'dbbare: warn no-schedule',
      'dbtgf28000000: nothing',
      'dbtgf28000001: nothing',
    ]);
    for (const text of [step.summary, step.lines.join('\n')]) expect(text).toContain(NOTE);
  });

  test('is not spoken of where all are listed together', async () => {
    const emulator = await startOrganisation();
    addServices(emulator, 2);
    const step = await watchAll(emulator);
    expect(step.summary + step.lines.join('\n')).not.toContain(NOTE);
  });

  test('leaves the service in doubt whose schedules cannot be read', async () => {
    const emulator = await startOrganisation({ schedulesNeedService: true });
    addServices(emulator, 2);
    const when = { path: SCHEDULES, query: { service_id: 'dbtgf28000001' } };
    emulator.fail({ ...DOWN, when });
    expect(foundBy(await watchAll(emulator))).toEqual([
      'dbtgf28000000: nothing',
      'dbtgf28000001: block evidence-unavailable',
    ]);
  });
});
