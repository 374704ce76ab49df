import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../../../shared/domain/evidence.ts';
import type { Organisation } from '../../../../shared/domain/organisation.ts';
import { backupsPath, schedulesPath } from '../../../emulator/call-emulator.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { backupRow, hourlyBackups, idsOf } from './rows.ts';

const DOWN = { kind: 'status', status: 503, retryAfter: '0', times: Infinity } as const;

const nightly = (service_id: string, id: number) => ({ id, service_id, schedule: '0 2 * * *' });
const ofService = (service_id: string, id: string) => ({ ...backupRow(id), service_id });

/** Service id → ids of its backups, and of its schedules. */
function shown({ services }: Organisation) {
  return Object.fromEntries(
    [...services].map(([id, { backups, schedules }]) => [
      id,
      [idsOf(backups), itemsOf(schedules).map((schedule) => schedule.id)],
    ]),
  );
}

function asked({ emulator }: Cloud) {
  return emulator.requests.map(({ path, query }) => ({ path, query }));
}

/** Two services with one backup and one schedule each. */
async function startTwo() {
  const cloud = await startCloud();
  for (const [index, service] of ['dbtwo', 'dbone'].entries()) {
    cloud.emulator.addBackup(ofService(service, `of-${service}`));
    cloud.emulator.addSchedule(nightly(service, index + 1));
  }
  return cloud;
}

const BOTH = { dbone: [['of-dbone'], ['2']], dbtwo: [['of-dbtwo'], ['1']] };

describe('a server that lists the schedules of the whole organisation', () => {
  test('is asked for the two lists, and for no service', async () => {
    const cloud = await startTwo();
    const organisation = await cloud.organisation.read('all');
    expect(shown(organisation)).toEqual(BOTH);
    expect([...organisation.services.keys()]).toEqual(['dbone', 'dbtwo']);
    const query = { order: 'desc', page_size: '100', page: '1' };
    expect(asked(cloud)).toEqual([
      { path: backupsPath, query },
      { path: schedulesPath, query },
    ]);
  });

  test('is read to the end of both lists, though their newest would settle a verdict', async () => {
    const { emulator, organisation } = await startCloud();
    emulator.settings.pageSizeLimit = 3;
    for (const row of hourlyBackups(10)) emulator.addBackup(row);
    emulator.addBackup({ ...ofService('dbold', 'old'), start_time: '2025-12-03T12:00:00Z' });
    for (let id = 1; id <= 4; id += 1) emulator.addSchedule(nightly(`dbonly${id}`, id));
    const { services } = await organisation.read('all');
    expect(services.size).toBe(6);
    expect(idsOf(services.get('dbold')?.backups ?? { state: 'not-offered' })).toEqual(['old']);
    // The own lists of schedules of the two services that have none in the list of all.
    expect(emulator.requests).toHaveLength(4 + 2 + 2);
  });

  test('may give two services a row of the same id', async () => {
    const { emulator, organisation } = await startCloud();
    for (const service of ['dbone', 'dbtwo']) {
      emulator.addBackup(ofService(service, 'same'));
      emulator.addSchedule(nightly(service, 7));
    }
    const both = [['same'], ['7']];
    expect(shown(await organisation.read('all'))).toEqual({
      dbone: both,
      dbtwo: both,
    });
  });
});

describe('a server that lists schedules only by service', () => {
  test('is asked once without one, then for each service that has a backup', async () => {
    const cloud = await startTwo();
    cloud.emulator.settings.schedulesNeedService = true;
    cloud.emulator.addSchedule(nightly('dbonly', 3));
    const organisation = await cloud.organisation.read('all');
    expect(shown(organisation)).toEqual(BOTH);
    expect(organisation.lists.schedules).toEqual({ state: 'not-offered' });
    expect(asked(cloud).map(({ path, query }) => [path, query['service_id']])).toEqual([
      [backupsPath, undefined],
      [schedulesPath, undefined],
      [schedulesPath, 'dbone'],
      [schedulesPath, 'dbtwo'],
    ]);
  });

  test('is asked with no more than six requests at once', async () => {
    const { emulator, organisation } = await startCloud();
    emulator.settings.schedulesNeedService = true;
    emulator.settings.latencyMs = 100;
    for (let each = 10; each < 30; each += 1) {
      emulator.addBackup(ofService(`dbservice${each}`, `b${each}`));
    }
    await organisation.read('all');
    expect(emulator.requests).toHaveLength(2 + 20);
    expect(emulator.mostAtOnce).toBe(6);
  });

  test('leaves only that service without schedules whose list cannot be read', async () => {
    const { emulator, organisation } = await startTwo();
    emulator.settings.schedulesNeedService = true;
    emulator.fail({ ...DOWN, when: { path: /schedules$/, query: { service_id: 'dbone' } } });
    const { services } = await organisation.read('all');
    expect(services.get('dbone')?.schedules.state).toBe('unavailable');
    expect(services.get('dbtwo')?.schedules.state).toBe('complete');
  });
});

test.each([401, 403, 404, 503])(
  'schedules that cannot be listed (%i) are not asked for by service',
  async (status) => {
    const cloud = await startTwo();
    cloud.emulator.fail({ ...DOWN, status, when: { path: /schedules$/ } });
    const { lists, services } = await cloud.organisation.read('all');
    expect(lists.schedules.state).toBe('unavailable');
    expect([...services.values()].map(({ schedules }) => schedules.state)).toEqual([
      'unavailable',
      'unavailable',
    ]);
    expect(asked(cloud).filter(({ query }) => query['service_id'])).toEqual([]);
  },
);

test('schedules whose second page is refused are incomplete, not asked for by service', async () => {
  const cloud = await startTwo();
  cloud.emulator.settings.pageSizeLimit = 1;
  const when = { path: /schedules$/, query: { page: '2' } };
  cloud.emulator.fail({ kind: 'status', status: 400, when });
  const { lists } = await cloud.organisation.read('all');
  expect(lists.schedules.state).toBe('incomplete');
  expect(asked(cloud).filter(({ query }) => query['service_id'])).toEqual([]);
});

describe('a row that names no service leaves the list incomplete and hides no other:', () => {
  test.each([undefined, null, '', ' ', 'ab', 'a b c', '../etc', 'x'.repeat(65), {}, []])(
    '%j',
    async (service_id) => {
      const { emulator, organisation } = await startCloud();
      const odd = { ...backupRow('odd'), service_id };
      const pages = [
        [odd, ofService('dbone', 'a')],
        [ofService('dbtwo', 'b'), odd],
      ];
      for (const [index, backups] of pages.entries()) {
        const when = { path: /backups$/, query: { page: String(index + 1) } };
        emulator.fail({ kind: 'json', when, body: { backups, pages_count: 2 } });
      }
      const read = await organisation.read('all');
      expect(shown(read)).toEqual({ dbone: [['a'], []], dbtwo: [['b'], []] });
      for (const { backups } of read.services.values()) {
        expect(backups).toMatchObject({
          state: 'incomplete',
          reason: expect.stringMatching(/^(?:1 row|2 rows) could not be read$/),
        });
      }
    },
  );

  test('and so does a schedule', async () => {
    const { emulator, organisation } = await startTwo();
    const schedules = [{ id: 5, schedule: '0 2 * * *' }, nightly('dbone', 1)];
    const when = { path: /schedules$/ };
    emulator.fail({ kind: 'json', when, body: { schedules, pages_count: 1 } });
    const { services } = await organisation.read('all');
    for (const { schedules: reading } of services.values()) {
      expect(reading).toMatchObject({ reason: '1 row could not be read' });
    }
  });
});

describe('a service of which the list of all names no recurring schedule', () => {
  const all = { path: /schedules$/, query: { order: 'desc', page: '1' } };

  test('is asked for its own list', async () => {
    const cloud = await startTwo();
    const once = { id: 9, service_id: 'dbtwo', schedule: 'once' };
    const body = { schedules: [nightly('dbone', 2), once], pages_count: 1 };
    cloud.emulator.fail({ kind: 'json', when: all, body });
    expect(shown(await cloud.organisation.read('all'))).toEqual(BOTH);
    expect(asked(cloud).flatMap(({ query }) => query['service_id'] ?? [])).toEqual(['dbtwo']);
  });

  test('has none where the own list says that it is unknown: its backups outlive a service', async () => {
    const { emulator, organisation } = await startCloud();
    emulator.addBackup(ofService('dbgone', 'a'));
    emulator.fail({ kind: 'status', status: 404, when: { query: { service_id: 'dbgone' } } });
    const { services } = await organisation.read('all');
    expect(services.get('dbgone')?.schedules).toEqual({ state: 'complete', items: [] });
  });
});
