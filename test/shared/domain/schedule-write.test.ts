import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../shared/domain/schedule.ts';
import {
  readBack,
  type ScheduleWrite,
  simulateWrite,
} from '../../../shared/domain/schedule-write.ts';
import { cron, schedule } from './evidence-fixture.ts';

const asked = cron('0 2 * * *');
const other = schedule({ id: 'other', cron: cron('0 5 * * *') });

describe('a creation is read back', () => {
  const write: ScheduleWrite = { kind: 'create', type: 'full', cron: asked };
  const made = schedule({ id: 'made', type: 'full', cron: asked });
  const read = (...after: readonly Schedule[]) => readBack(write, [other], [other, ...after]);

  test('where the list shows one more that is as it was asked for', () => {
    expect(read(made)).toEqual({ state: 'done', schedule: made });
    expect(read({ ...other, id: 'another' }, made)).toEqual({ state: 'done', schedule: made });
    const spelled = { ...made, cron: cron('00 02 * * *') };
    expect(read(spelled)).toEqual({ state: 'done', schedule: spelled });
  });

  test('where the list shows only that it recurs', () => {
    expect(read({ ...made, cron: null })).toMatchObject({ state: 'done' });
  });

  test.each<Partial<Schedule>>([
    { type: 'dump' },
    { type: 'physical' },
    { type: null },
    { suspended: true },
    { cron: cron('0 3 * * *') },
    { kind: 'unrecognised', cron: null },
  ])('but not where it is listed with %j', (differing) => {
    const shown = { ...made, ...differing };
    expect(read(shown)).toEqual({ state: 'differs', shown });
  });

  test('but not in what was listed before, nor in a one-time request', () => {
    expect(read()).toEqual({ state: 'differs', shown: null });
    expect(read({ ...made, kind: 'one-time' })).toEqual({ state: 'differs', shown: null });
    expect(readBack(write, [made], [made])).toEqual({ state: 'differs', shown: null });
  });
});

describe('a change is read back', () => {
  const read = (change: { cron?: typeof asked; suspended?: boolean }, after: Partial<Schedule>) =>
    readBack({ kind: 'change', schedule: other, ...change }, [other], [{ ...other, ...after }]);

  test('where the list shows what was asked for, and the rest as it was', () => {
    expect(read({ cron: asked }, { cron: asked }).state).toBe('done');
    expect(read({ suspended: true }, { suspended: true }).state).toBe('done');
    for (const after of [
      {},
      { cron: asked, suspended: true },
      { cron: asked, type: 'dump' },
      { cron: null },
    ]) {
      expect(read({ cron: asked }, after)).toMatchObject({ state: 'differs', shown: after });
    }
    expect(read({ suspended: true }, { suspended: true, cron: asked }).state).toBe('differs');
  });

  test('also where neither before nor after the times are shown', () => {
    const hidden = { ...other, cron: null, suspended: true };
    const write = { kind: 'change', schedule: hidden, cron: asked, suspended: false } as const;
    const after = { ...hidden, suspended: false };
    expect(readBack(write, [hidden], [after])).toEqual({ state: 'done', schedule: after });
  });

  test('but not where it is listed no more', () => {
    const write = { kind: 'change', schedule: other, suspended: true } as const;
    expect(readBack(write, [other], [])).toEqual({ state: 'differs', shown: null });
  });
});

test('a deletion is read back where it is listed no more', () => {
  const write = { kind: 'delete', schedule: other } as const;
  expect(readBack(write, [other], [])).toEqual({ state: 'done', schedule: null });
  expect(readBack(write, [other], [other])).toEqual({ state: 'differs', shown: other });
});

test('what a write is to leave would be read back as done', () => {
  const writes: readonly ScheduleWrite[] = [
    { kind: 'create', type: 'full', cron: asked },
    { kind: 'change', schedule: other, cron: asked },
    { kind: 'change', schedule: other, suspended: true },
    { kind: 'delete', schedule: other },
  ];
  for (const write of writes) {
    const left = simulateWrite(write);
    const before = write.kind === 'create' ? [] : [other];
    expect(readBack(write, before, left ? [left] : [])).toEqual({ state: 'done', schedule: left });
  }
});
