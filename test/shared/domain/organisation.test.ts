import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemsOf, type Reading } from '../../../shared/domain/evidence.ts';
import {
  findGaps,
  type Gap,
  groupByService,
  judgeWithoutServices,
  type OrganisationLists,
  type Owned,
} from '../../../shared/domain/organisation.ts';
import {
  backup,
  complete,
  incomplete,
  NOW,
  policy,
  schedule,
  unavailable,
} from './evidence-fixture.ts';

const NOTHING: OrganisationLists = { backups: complete([]), schedules: complete([]) };
const notOffered: Reading<never> = { state: 'not-offered' };

function of<Item>(service: string, item: Item): Owned<Item> {
  return { service, item };
}

/** Ids that an object would confuse with what it has by itself are among them. */
const ids = fc.constantFrom('dbb', 'dba', 'DBA', '__proto__', 'constructor', '007', '12');

function rows<Item>(item: (id: string) => Item) {
  const row = fc.tuple(ids, fc.uuid()).map(([service, id]) => of(service, item(id)));
  return fc.array(row, { maxLength: 30 }).chain((items) => fc.constantFrom(...statesOf(items)));
}

function statesOf<Item>(items: readonly Item[]): readonly Reading<Item>[] {
  return [complete(items), incomplete(items), unavailable(), notOffered];
}

const organisations = fc.record({
  backups: rows((id) => backup({ id })),
  schedules: rows((id) => schedule({ id })),
});

test('whatever is listed, every row comes to its own service, once and in its order', () => {
  fc.assert(
    fc.property(organisations, (lists) => {
      const { services } = groupByService(lists);
      for (const what of ['backups', 'schedules'] as const) {
        const listed: readonly Owned<unknown>[] = itemsOf<Owned<unknown>>(lists[what]);
        const given = [...services].flatMap(([id, evidence]) =>
          itemsOf<unknown>(evidence[what]).map((item) => of(id, item)),
        );
        expect(given).toHaveLength(listed.length);
        for (const id of services.keys()) {
          const own = (row: Owned<unknown>) => row.service === id;
          expect(given.filter(own)).toEqual(listed.filter(own));
        }
      }
    }),
  );
});

test('whatever is listed, no service is told of a list as better read than it was', () => {
  fc.assert(
    fc.property(organisations, (lists) => {
      for (const { backups, schedules } of groupByService(lists).services.values()) {
        const { items: _backups, ...howBackups } = { items: [], ...lists.backups };
        const { items: _schedules, ...howSchedules } = { items: [], ...lists.schedules };
        expect(backups).toMatchObject(howBackups);
        expect(schedules).toMatchObject(howSchedules);
      }
    }),
  );
});

test('services come in the order of their ids, however they are listed', () => {
  fc.assert(
    fc.property(organisations, (lists) => {
      const found = [...groupByService(lists).services.keys()];
      expect(found).toEqual([...new Set(found)].toSorted());
    }),
  );
});

test('a service that has only a schedule is there, without a backup', () => {
  const { services } = groupByService({ ...NOTHING, schedules: complete([of('db1', schedule())]) });
  expect([...services]).toEqual([
    ['db1', { backups: complete([]), schedules: complete([schedule()]) }],
  ]);
});

describe('whether every service was found', () => {
  test.each<[Partial<OrganisationLists>, readonly Gap[], readonly Gap[]]>([
    [{}, [], []],
    [{ schedules: notOffered }, [], []],
    [{ schedules: notOffered }, ['schedules-only-by-service'], ['schedules-only-by-service']],
    [{ backups: incomplete([]) }, [], ['cut-short']],
    [{ backups: unavailable() }, [], ['cut-short']],
    [{ schedules: incomplete([]) }, [], ['cut-short']],
    [{ schedules: unavailable() }, [], ['cut-short']],
    [{ backups: incomplete([]) }, ['schedules-only-by-service'], ['cut-short']],
    [{ backups: incomplete([]) }, ['instances-gone'], ['cut-short', 'instances-gone']],
  ])('%j, told of %j: %j', (lists, gaps, found) => {
    const organisation = { lists: { ...NOTHING, ...lists }, services: new Map(), gaps };
    expect(findGaps(organisation)).toEqual(found);
  });
});

describe('where no service is named', () => {
  const found = (lists: Partial<OrganisationLists>, over = {}) =>
    judgeWithoutServices({ ...NOTHING, ...lists }, policy(over), NOW).findings.map(
      ({ severity, code }) => `${severity} ${code}`,
    );

  test('there is no usable backup, and nothing is said of a schedule', () => {
    expect(found({})).toEqual(['block no-usable-backup']);
    expect(found({}, { onUnknown: 'warn' })).toEqual(['block no-usable-backup']);
    expect(found({ schedules: notOffered })).toEqual(['block no-usable-backup']);
  });

  test('it is said to be so of the whole organisation', () => {
    const { findings } = judgeWithoutServices(NOTHING, policy(), NOW);
    expect(findings).toMatchObject([{ wholeOrganisation: true, backupsSeen: 0 }]);
  });

  test.each(['block', 'warn'] as const)('what could not be read counts as on-unknown: %s', (on) => {
    const over = { onUnknown: on };
    const down = { backups: unavailable(), schedules: unavailable() };
    expect(found(down, over)).toEqual([`${on} evidence-unavailable`]);
    expect(found({ backups: incomplete([]) }, over)).toEqual([
      `${on} no-usable-backup`,
      `${on} evidence-incomplete`,
    ]);
  });

  test('a refused credential blocks', () => {
    const refused = unavailable('credential-refused');
    const lists = { backups: refused, schedules: refused };
    expect(found(lists, { onUnknown: 'warn' })).toEqual(['block evidence-unavailable']);
  });
});
